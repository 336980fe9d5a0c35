import '../elements/draft'
import '../elements/proof'
import { whenSeen } from '../lib/seen'

whenSeen('k-pin', () => import('../elements/pin'))
