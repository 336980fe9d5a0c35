import { icon, make } from '../../lib/dom'
import type { Place } from './layers'

/** The card at the foot of the map for what was chosen; announced, closed by its button or Escape. */
export class Card {
  private box: HTMLElement | null = null

  constructor(
    private frame: HTMLElement,
    private words: DOMStringMap,
  ) {
    frame.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close()
    })
  }

  place({ id, name, slug, theme }: Place): void {
    const url = (this.words.url ?? '').replace('{id}', String(id)).replace('{slug}', encodeURIComponent(slug))
    this.show(name, url, theme)
  }

  area(name: string, url: string): void {
    this.show(name, url, '')
  }

  close(): void {
    this.box?.remove()
    this.box = null
  }

  private show(name: string, url: string, theme: string): void {
    this.close()
    const heading = make('h3', {}, url ? make('a', { href: url }, name) : name)
    const close = make('button', { type: 'button', class: 'tool', 'aria-label': this.words.close ?? '' })
    close.append(icon('close'))
    close.addEventListener('click', () => this.close())
    this.box = make('div', { class: 'map-card', role: 'status' }, heading, close)
    if (theme) this.box.dataset.kind = theme
    if (url)
      this.box.append(
        make(
          'a',
          { href: url, class: 'arrow-link', 'aria-hidden': 'true', tabindex: '-1' },
          this.words.open ?? '',
          icon('arrow'),
        ),
      )
    this.frame.append(this.box)
  }
}
