interface Question {
  creation_options?: { publicKey: PublicKeyCredentialCreationOptionsJSON }
  request_options?: { publicKey: PublicKeyCredentialRequestOptionsJSON }
}

/**
 * <k-passkey data-way="create" data-source="id-of-json"> inside a form with a hidden input `credential`: asks the
 * device for a passkey when its button is pressed and sends the form with the answer. `data-way` is create or get; the
 * question lies in the page (`data-source`) or is fetched (`data-url`). Words: `data-stopped known missing`.
 */
export class Passkey extends HTMLElement {
  private busy = false

  connectedCallback(): void {
    this.querySelector('button')?.addEventListener('click', () => void this.run())
  }

  private async run(): Promise<void> {
    if (this.busy) return
    if (!globalThis.PublicKeyCredential) return this.say(this.dataset.missing)
    this.busy = true
    this.say('')
    try {
      const question = await this.question()
      const answer = this.dataset.way === 'create' ? await create(question) : await get(question)
      if (answer) this.send(answer)
      else this.say(this.dataset.stopped)
    } catch (trouble) {
      const known = trouble instanceof DOMException && trouble.name === 'InvalidStateError'
      this.say(known ? this.dataset.known : this.dataset.stopped)
    } finally {
      this.busy = false
    }
  }

  private async question(): Promise<Question> {
    const source = this.dataset.source
    if (source) return JSON.parse(document.getElementById(source)?.textContent ?? '{}') as Question
    const response = await fetch(this.dataset.url ?? '', { headers: { Accept: 'application/json' } })
    if (!response.ok) throw new Error(`The server answered ${response.status}`)
    return (await response.json()) as Question
  }

  private send(answer: unknown): void {
    const form = this.closest('form')
    const input = form?.querySelector<HTMLInputElement>('input[name="credential"]')
    if (!form || !input) return
    input.value = JSON.stringify(answer)
    form.submit()
  }

  private say(sentence = ''): void {
    const place = this.querySelector<HTMLElement>('[role="alert"]')
    if (!place) return
    place.textContent = sentence
    place.hidden = sentence === ''
  }
}

async function create({ creation_options: options }: Question): Promise<unknown> {
  if (!options) return undefined
  const asked = options.publicKey
  const made = (await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: listed(asked.excludeCredentials),
      // always a passkey: found without a name, and the device looks who holds it
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
      extensions: { credProps: true },
    } as unknown as PublicKeyCredentialCreationOptions,
  })) as PublicKeyCredential | null
  if (!made) return undefined
  const response = made.response as AuthenticatorAttestationResponse
  return {
    ...known(made),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  }
}

async function get({ request_options: options }: Question): Promise<unknown> {
  if (!options) return undefined
  const asked = options.publicKey
  const shown = (await navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      allowCredentials: listed(asked.allowCredentials),
    } as unknown as PublicKeyCredentialRequestOptions,
  })) as PublicKeyCredential | null
  if (!shown) return undefined
  const response = shown.response as AuthenticatorAssertionResponse
  return {
    ...known(shown),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  }
}

function known(one: PublicKeyCredential): Record<string, unknown> {
  return {
    type: one.type,
    id: one.id,
    rawId: text(one.rawId),
    authenticatorAttachment: one.authenticatorAttachment,
    clientExtensionResults: one.getClientExtensionResults(),
  }
}

function listed(keys: PublicKeyCredentialDescriptorJSON[] = []): PublicKeyCredentialDescriptor[] {
  return keys.map((key) => ({ ...key, id: bytes(key.id) })) as PublicKeyCredentialDescriptor[]
}

/** base64url, as WebAuthn writes bytes in JSON. */
function bytes(word: string): Uint8Array<ArrayBuffer> {
  const plain = atob(word.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

function text(data: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(data))
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

customElements.define('k-passkey', Passkey)
