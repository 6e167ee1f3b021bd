import type { Payload } from 'payload'

/**
 * Logs unhandled rejections, which otherwise end the process. When the database fails, Payload leaves
 * rejected promises that no code awaits, although their request has its response.
 */
export const logUnhandledRejections = ({ logger }: Payload): void =>
  void process.on('unhandledRejection', (err) =>
    logger.error({ err, msg: 'A rejected promise was not handled' }),
  )
