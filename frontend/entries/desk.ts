import '../styles/desk.css'
import './form'
