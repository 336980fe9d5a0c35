// One line on another site shows a map, a list or a card of the register there:
//   <script src="https://…/embed.js" data-kracht="kaart" data-gebied="GM0363" async></script>
// It makes one frame, loaded when it comes near the view, and follows its height. Nothing else is touched or stored.
;(() => {
  'use strict'
  const script = document.currentScript
  if (!script) return
  const site = new URL(script.src).origin
  const kinds = { kaart: 'kaart', map: 'kaart', lijst: 'lijst', list: 'lijst', kaartje: 'kaartje', card: 'kaartje' }
  const names = {
    gebied: 'area',
    thema: 'theme',
    zoek: 'q',
    fase: 'stage',
    sector: 'sector',
    behoefte: 'need',
    aantal: 'limit',
    taal: 'lang',
    kleur: 'accent',
    achtergrond: 'paper',
    tekst: 'ink',
    link: 'link',
  }
  const data = script.dataset
  const kind = kinds[data.kracht || data.kind] || 'kaart'
  const query = new URLSearchParams(data.query || '')
  for (const [dutch, english] of Object.entries(names)) {
    const value = data[dutch] || data[english]
    if (value) query.set(english, value)
  }
  const slug = data.initiatief || data.slug || query.get('id') || ''
  query.delete('id')
  const path = kind === 'kaartje' ? `kaartje/${encodeURIComponent(slug)}` : kind
  const frame = document.createElement('iframe')
  frame.src = `${site}/embed/${path}${query.size ? `?${query}` : ''}`
  frame.title = data.titel || data.title || 'Kracht'
  frame.loading = 'lazy'
  frame.width = '100%'
  frame.height = data.hoogte || data.height || (kind === 'kaart' ? '480' : '320')
  frame.setAttribute('frameborder', '0')
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox')
  frame.referrerPolicy = 'strict-origin-when-cross-origin'
  script.after(frame)
  if (kind === 'kaart') return
  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.origin !== site) return
    const height = event.data && event.data.kracht === 'height' ? Number(event.data.height) : 0
    if (height > 0) frame.height = String(Math.min(Math.max(Math.ceil(height), 100), 6000))
  })
})()
