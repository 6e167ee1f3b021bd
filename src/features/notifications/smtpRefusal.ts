interface SmtpError {
  code?: string
  command?: string
  responseCode?: number
  response?: string
}

/**
 * The reply of a mail server that refused the recipient for good (RFC 5321, 4.2.1: a 5xx reply to
 * RCPT TO), or undefined when a retry may succeed. A refused sender, login or content is not the
 * recipient's fault.
 */
export function refusalOfRecipient(error: unknown): string | undefined {
  const { code, command, responseCode = 0, response = '' } = (error ?? {}) as SmtpError
  const refused = code === 'EENVELOPE' && command === 'RCPT TO' && responseCode >= 500
  // The reply may contain anything. The panel shows it to staff as text.
  return refused ? response.replace(/\s+/g, ' ').slice(0, 300) || `${responseCode}` : undefined
}
