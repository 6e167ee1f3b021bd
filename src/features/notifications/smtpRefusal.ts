interface SmtpError {
  code?: string
  command?: string
  responseCode?: number
  response?: string
}

/**
 * What a mail server said when it refused the recipient for good (RFC 5321, 4.2.1: a reply of the
 * 500s to RCPT TO), or undefined when it may take the email at another time. A sender, a login or a
 * content that is refused is no fault of the recipient's.
 */
export function refusalOfRecipient(error: unknown): string | undefined {
  const { code, command, responseCode = 0, response = '' } = (error ?? {}) as SmtpError
  const refused = code === 'EENVELOPE' && command === 'RCPT TO' && responseCode >= 500
  // What the server says may hold anything; it is shown to staff as text.
  return refused ? response.replace(/\s+/g, ' ').slice(0, 300) || `${responseCode}` : undefined
}
