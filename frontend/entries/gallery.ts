import '../styles/gallery.css'
