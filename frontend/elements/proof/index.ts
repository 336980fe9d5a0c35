interface Task {
  parameters: { cost: number; keyLength: number; keyPrefix: string; nonce: string; salt: string }
  signature: string
}

const PATIENCE = 20_000 // milliseconds that sending waits for the work to finish

/**
 * <k-proof data-challenge="/proof/challenge"><input type="hidden" name="altcha"></k-proof> inside a form: the browser
 * does a moment of work (ALTCHA, PBKDF2) as soon as the visitor touches the form, and puts the answer in the input.
 * When that fails the form is sent without it; the server then takes its slower way.
 */
class Proof extends HTMLElement {
  private work: Promise<void> | undefined
  private done = false

  connectedCallback(): void {
    const form = this.closest('form')
    if (!form || !globalThis.crypto?.subtle) return
    form.addEventListener('focusin', () => this.start(), { once: true })
    form.addEventListener('submit', (event) => {
      if (this.done) return
      event.preventDefault()
      event.stopImmediatePropagation()
      form.setAttribute('aria-busy', 'true')
      const late = new Promise<void>((ready) => setTimeout(ready, PATIENCE))
      void Promise.race([this.start(), late]).then(() => {
        this.done = true
        form.removeAttribute('aria-busy')
        form.requestSubmit(event.submitter)
      })
    })
  }

  private start(): Promise<void> {
    this.work ??= this.solve().catch(() => undefined)
    return this.work
  }

  private async solve(): Promise<void> {
    const response = await fetch(this.dataset.challenge ?? '', { headers: { Accept: 'application/json' } })
    const challenge = (await response.json()) as Task
    const started = performance.now()
    const [counter, derivedKey] = await search(challenge)
    const solution = { counter, derivedKey, time: Math.round(performance.now() - started) }
    const input = this.querySelector('input')
    if (input) input.value = btoa(JSON.stringify({ challenge, solution }))
    this.done = true
  }
}

/** The first counter whose derived key starts with the prefix asked for, and that key. */
async function search({ parameters }: Task): Promise<[number, string]> {
  const salt = bytes(parameters.salt)
  const password = new Uint8Array([...bytes(parameters.nonce), 0, 0, 0, 0])
  const view = new DataView(password.buffer)
  for (let counter = 0; ; counter++) {
    view.setUint32(password.length - 4, counter)
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: parameters.cost }
    const derived = hex(new Uint8Array(await crypto.subtle.deriveBits(how, key, parameters.keyLength * 8)))
    if (derived.startsWith(parameters.keyPrefix)) return [counter, derived]
  }
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

customElements.define('k-proof', Proof)
