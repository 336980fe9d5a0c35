import '../elements/draft'
import { whenSeen } from '../lib/seen'

whenSeen('k-pin', () => import('../elements/pin'))
