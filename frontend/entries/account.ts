import '../elements/passkey'
