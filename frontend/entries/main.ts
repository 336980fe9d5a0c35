import '../styles/main.css'
import '../icons/sprite.svg?url'
import '../icons/mark.svg?url'
import '../data/postcodes.json?url'
import htmx from 'htmx.org'
import '../elements/list'
import '../elements/locate'
import '../elements/suggest'
import '../elements/theme-switch'
import { copyButtons } from '../lib/copy'
import { showWhereYouAre } from '../lib/here'
import { closeMenus } from '../lib/menus'
import { whenSeen } from '../lib/seen'

// our style sheet holds the indicator; nothing is written into the page's styles
htmx.config.includeIndicatorCSS = false

closeMenus()
showWhereYouAre()
copyButtons()
whenSeen('k-map', () => import('../elements/map'))
