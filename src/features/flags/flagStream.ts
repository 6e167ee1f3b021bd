import type { Payload } from 'payload'

import type {
  Closing,
  PushConnection,
  StreamEnd,
  StreamSource,
} from '../../http/push/pushMessage.ts'
import { PushMessage } from '../../http/push/pushMessage.ts'
import { servicesOf } from '../../shared/services.ts'

/**
 * A stream that says when flags for apps have changed: GrowthBook's clients hear `features-updated`, those of
 * OpenFeature a `message`. Both then load the flags, which a cache serves.
 */
class FlagStream {
  readonly kind = 'sse'
  private readonly closers: (() => void)[]

  constructor(
    private readonly stream: PushConnection,
    private readonly payload: Payload,
    address: string,
    lastId: string | undefined,
  ) {
    const { flags, live } = servicesOf(payload)
    this.closers = [live.open(this, address), flags.onChange(() => this.notify())]
    // A change between the client's last load and this moment would be lost.
    if (lastId !== String(flags.version)) this.notify()
  }

  beat(): void {
    this.stream.beat()
  }

  close(closing: Closing): void {
    this.stream.close(closing)
  }

  /** Call it when the stream has ended. */
  end(reason: StreamEnd): void {
    servicesOf(this.payload).live.counts.countEnd(reason)
    for (const closer of this.closers) closer()
  }

  private notify() {
    const { flags, live } = servicesOf(this.payload)
    const id = () => String(flags.version)
    const data = { type: 'refetchEvaluation' }
    for (const type of ['features-updated', 'message']) {
      const message = new PushMessage({ type, data, id })
      live.counts.countMessage(message)
      this.stream.push(message)
    }
  }
}

/** The source of a stream of changes. @throws {Refusal} 429 or 503 when there are too many connections */
export function flagStream(
  payload: Payload,
  address: string,
  lastId: string | undefined,
): StreamSource {
  servicesOf(payload).live.check(address)
  return {
    open: (stream) => {
      const flags = new FlagStream(stream, payload, address, lastId)
      return (reason) => flags.end(reason)
    },
  }
}
