import type { Payload } from 'payload'

/**
 * When the database fails, Payload leaves promises behind that nobody waits for. The request that
 * they belong to has its answer; the server, and all others, must not end over them.
 */
export const logUnhandledRejections = ({ logger }: Payload): void =>
  void process.on('unhandledRejection', (err) =>
    logger.error({ err, msg: 'An error reached nobody' }),
  )
