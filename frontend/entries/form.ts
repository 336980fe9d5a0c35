import '../elements/draft'
import '../elements/proof'
import { keepOpened } from '../lib/opened'
import { whenSeen } from '../lib/seen'

whenSeen('k-pin', () => import('../elements/pin'))
keepOpened()
