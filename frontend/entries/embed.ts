import '../styles/embed.css'
import { tellHeight } from '../lib/frame'
import { whenSeen } from '../lib/seen'

tellHeight()
whenSeen('k-map', () => import('../elements/map'))
