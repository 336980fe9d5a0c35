import { icon, store } from '../../lib/dom'

const KEY = 'kracht-theme'
const CHOICES = ['auto', 'light', 'dark'] as const
type Choice = (typeof CHOICES)[number]
const ICONS: Record<Choice, string> = { auto: 'auto', light: 'sun', dark: 'moon' }

/**
 * <k-theme-switch data-auto="…" data-light="…" data-dark="…">: one button that goes round system, light, dark.
 * Without JavaScript it is empty and the system's choice holds.
 */
class ThemeSwitch extends HTMLElement {
  private button = document.createElement('button')

  connectedCallback(): void {
    this.button.type = 'button'
    this.button.className = 'tool'
    this.button.addEventListener('click', () => this.next())
    this.replaceChildren(this.button)
    this.show()
  }

  private get choice(): Choice {
    const stored = store.get(KEY)
    return stored === 'light' || stored === 'dark' ? stored : 'auto'
  }

  private next(): void {
    const choice = CHOICES[(CHOICES.indexOf(this.choice) + 1) % CHOICES.length] ?? 'auto'
    store.set(KEY, choice === 'auto' ? null : choice)
    if (choice === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = choice
    document.dispatchEvent(new CustomEvent('kracht:theme'))
    this.show()
  }

  private show(): void {
    const label = this.dataset[this.choice] ?? this.choice
    this.button.replaceChildren(icon(ICONS[this.choice]))
    this.button.setAttribute('aria-label', label)
    this.button.title = label
  }
}
customElements.define('k-theme-switch', ThemeSwitch)
