import '../styles/embed.css'
import { whenSeen } from '../lib/seen'

whenSeen('k-map', () => import('../elements/map'))
