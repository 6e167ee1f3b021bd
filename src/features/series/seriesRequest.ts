import { createLocalReq, type PayloadRequest } from 'payload'

/**
 * The request with which the other events of a series are changed: the same caller and transaction, without
 * the query of the address, which is about the one event that it names.
 */
export const seriesRequest = ({ payload, transactionID, user }: PayloadRequest) =>
  createLocalReq(
    { context: { isSeriesChange: true }, user: user ?? undefined, req: { transactionID } },
    payload,
  )
