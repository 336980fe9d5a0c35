import '../styles/unavailable.css'
