import { randomBytes } from 'node:crypto'
import type { Payload } from 'payload'

import type { Connection } from '../../database/connection.ts'
import { decrypt, encrypt } from '../../shared/encryption.ts'
import { signingSecrets, storeSecret, takeUnshownSecret } from './queries/secrets.ts'

/** The specification asks for 24 to 64 random bytes. */
const secretBytes = 32

/** Bound to the endpoint: a secret that is copied to another row is not readable there. */
const encryptionSecret = ({ secret }: Payload, webhookId: number) =>
  JSON.stringify(['webhook secret', secret, webhookId])

/** The secret as receivers get it; undefined when it was encrypted with another `PAYLOAD_SECRET`. */
function readSecret(payload: Payload, webhookId: number, encrypted: Buffer): string | undefined {
  try {
    return decrypt(encrypted, encryptionSecret(payload, webhookId))
  } catch {
    return undefined
  }
}

/**
 * Makes a new secret for an endpoint. The one before signs for a day more.
 *
 * @param isShown whether the caller shows it now; else `showSecretOnce` can do so
 * @returns the secret, for this one response
 */
export async function makeSecret(
  payload: Payload,
  connection: Connection,
  webhookId: number,
  { isShown }: { isShown: boolean },
): Promise<string> {
  const secret = `whsec_${randomBytes(secretBytes).toString('base64')}`
  const encrypted = encrypt(secret, encryptionSecret(payload, webhookId))
  await storeSecret(connection, webhookId, { encrypted, isShown })
  return secret
}

/** The current secret, if nobody has seen it: it is shown once. */
export async function showSecretOnce(
  payload: Payload,
  connection: Connection,
  webhookId: number,
): Promise<string | undefined> {
  const encrypted = await takeUnshownSecret(connection, webhookId)
  return encrypted && readSecret(payload, webhookId, encrypted)
}

/** The secrets that sign a message now, the newest first. */
export async function secretsOf(
  payload: Payload,
  connection: Connection,
  webhookId: number,
): Promise<string[]> {
  const encrypted = await signingSecrets(connection, webhookId)
  return encrypted.flatMap((each) => readSecret(payload, webhookId, each) ?? [])
}
