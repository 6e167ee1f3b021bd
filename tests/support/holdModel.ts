interface Party {
  id: number
  seats: number
  /** It has expired, and is not released yet. */
  lapsed?: boolean
}

const seatsOf = (parties: Iterable<Party>) =>
  [...parties].reduce((sum, { seats }) => sum + seats, 0)

const notLapsed = (parties: Map<number, Party>) =>
  new Map([...parties].filter(([, { lapsed }]) => !lapsed))

/**
 * A small model of the rules of holds and offers, to compare the platform with. Freed seats go to the
 * waitlist before new callers, and nobody has a hold and a place on the waitlist. Each method returns
 * what the platform must return.
 */
export class HoldModel {
  isCancelled = false
  confirmed = new Map<number, Party>()
  offered = new Map<number, Party>()
  waiting: Party[] = []
  holds = new Map<number, Party>()
  /** The result of the last offer to a user since they registered. */
  readonly offers = new Map<number, 'none' | 'open' | 'taken' | 'lapsed' | 'ended'>()

  constructor(
    public capacity: number,
    public waitlistEnabled: boolean,
    public waitlistOffers: boolean,
  ) {}

  get used() {
    return [this.confirmed, this.offered, this.holds]
      .map((parties) => seatsOf(parties.values()))
      .reduce((sum, seats) => sum + seats)
  }

  private isLive(id: number) {
    return (
      this.confirmed.has(id) ||
      this.offered.has(id) ||
      this.waiting.some((party) => party.id === id)
    )
  }

  release() {
    for (const { id, lapsed } of this.offered.values()) if (lapsed) this.offers.set(id, 'lapsed')
    this.holds = notLapsed(this.holds)
    this.offered = notLapsed(this.offered)
  }

  /** Gives out free seats, after expired ones are released. */
  settle() {
    this.release()
    for (const party of this.waiting) {
      if (this.used + party.seats > this.capacity) continue
      if (this.waitlistOffers) this.offers.set(party.id, 'open')
      ;(this.waitlistOffers ? this.offered : this.confirmed).set(party.id, party)
    }
    this.waiting = this.waiting.filter(({ id }) => !this.confirmed.has(id) && !this.offered.has(id))
  }

  register(party: Party): string {
    if (this.isCancelled) return 'event_cancelled'
    const held = this.holds.get(party.id)
    if (held && held.seats > party.seats) held.seats = party.seats
    this.settle()
    if (this.isLive(party.id)) return 'already_registered'
    return this.take(party)
  }

  private take(party: Party): string {
    if (party.seats > this.capacity) return 'party_too_large'
    const own = this.holds.get(party.id)?.seats ?? 0
    if (this.used - own + party.seats <= this.capacity) {
      this.holds.delete(party.id)
      this.offers.set(party.id, 'none')
      this.confirmed.set(party.id, party)
      return 'confirmed'
    }
    if (!this.waitlistEnabled || own > 0) return 'event_full'
    this.offers.set(party.id, 'none')
    this.waiting.push(party)
    return 'waitlisted'
  }

  /** With the hold of the user, or with an expired one. */
  convert(id: number): string {
    if (this.isCancelled) return 'event_cancelled'
    this.settle()
    if (this.isLive(id)) return 'already_registered'
    const held = this.holds.get(id)
    return held ? this.take({ id, seats: held.seats }) : 'hold_expired'
  }

  hold(party: Party): string {
    if (this.isCancelled) return 'event_cancelled'
    this.settle()
    if (this.holds.has(party.id)) return '200'
    if (this.isLive(party.id)) return 'already_registered'
    if (party.seats > this.capacity) return 'party_too_large'
    if (this.used + party.seats > this.capacity) return 'event_full'
    this.holds.set(party.id, party)
    return '201'
  }

  drop(id: number): string {
    const had = this.holds.delete(id)
    if (had) this.settle()
    return had ? '204' : '404'
  }

  leave(id: number): string {
    const was = this.isLive(id)
    if (was && this.offers.get(id) !== 'none') this.offers.set(id, 'ended')
    this.confirmed.delete(id)
    this.offered.delete(id)
    this.waiting = this.waiting.filter((party) => party.id !== id)
    if (was) this.settle()
    return was ? '204' : '404'
  }

  /** Changes the size of a party, which keeps its position and its offer. */
  resizeParty(id: number, seats: number): string {
    if (!this.isLive(id)) return '404'
    if (this.offered.get(id)?.lapsed) return 'offer_expired'
    this.settle()
    const placed = this.confirmed.get(id) ?? this.offered.get(id)
    const party = placed ?? this.waiting.find((one) => one.id === id)!
    if (seats > party.seats) {
      if (seats > this.capacity) return 'party_too_large'
      if (placed && this.used - party.seats + seats > this.capacity) return 'event_full'
    }
    party.seats = seats
    this.settle()
    return '200'
  }

  accept(id: number): string {
    const offer = this.offers.get(id)
    if (offer === undefined) return '404'
    if (offer === 'none') return 'not_offered'
    if (offer === 'taken') return '200'
    if (this.isCancelled) return 'event_cancelled'
    const party = this.offered.get(id)
    if (offer === 'lapsed' || party?.lapsed) {
      this.settle()
      return 'offer_expired'
    }
    if (offer === 'ended') return 'not_offered'
    this.offers.set(id, 'taken')
    this.offered.delete(id)
    this.confirmed.set(id, party!)
    return '200'
  }

  /** Expires all holds and offers. */
  lapse() {
    for (const party of [...this.holds.values(), ...this.offered.values()]) party.lapsed = true
  }

  resize(capacity: number): string {
    const used = [this.confirmed, notLapsed(this.offered), notLapsed(this.holds)]
      .map((parties) => seatsOf(parties.values()))
      .reduce((sum, seats) => sum + seats)
    if (capacity < used) return '400'
    this.capacity = capacity
    this.settle()
    return '200'
  }

  cancelEvent() {
    this.isCancelled = true
    for (const id of [...this.confirmed.keys(), ...this.offered.keys()]) {
      if (this.offers.get(id) !== 'none') this.offers.set(id, 'ended')
    }
    this.confirmed.clear()
    this.offered.clear()
    this.holds.clear()
    this.waiting = []
  }
}
