export interface Party {
  id: number
  seats: number
}

/**
 * A small model of the rules of seats, to compare the platform with. Seats go to the first party that
 * fits. The others wait in order of arrival. Freed seats go to the first waiting party that fits.
 */
export class SeatModel {
  status: 'published' | 'cancelled' = 'published'
  readonly confirmed = new Map<number, Party>()
  waiting: Party[] = []

  constructor(
    public capacity: number,
    public waitlistEnabled: boolean,
  ) {}

  get taken() {
    return [...this.confirmed.values()].reduce((sum, { seats }) => sum + seats, 0)
  }

  register(party: Party): string {
    if (this.status === 'cancelled') return 'event_cancelled'
    if (this.confirmed.has(party.id) || this.waiting.some(({ id }) => id === party.id)) {
      return 'already_registered'
    }
    if (party.seats > this.capacity) return 'party_too_large'
    if (this.taken + party.seats <= this.capacity) {
      this.confirmed.set(party.id, party)
      return 'confirmed'
    }
    if (!this.waitlistEnabled) return 'event_full'
    this.waiting.push(party)
    return 'waitlisted'
  }

  /** Removes a confirmed or waiting party. Nobody is promoted yet. */
  remove(id: number): boolean {
    const waiting = this.waiting.filter((party) => party.id !== id)
    const waited = waiting.length < this.waiting.length
    this.waiting = waiting
    return this.confirmed.delete(id) || waited
  }

  private partyOf(id: number): Party | undefined {
    return this.confirmed.get(id) ?? this.waiting.find((party) => party.id === id)
  }

  seatsOf = (id: number): number | undefined => this.partyOf(id)?.seats

  /** Changes the size of a party, which keeps its position. Freed seats are not given yet. */
  resize(id: number, seats: number): string {
    const party = this.partyOf(id)
    if (!party) return '404'
    if (seats > party.seats) {
      if (seats > this.capacity) return 'party_too_large'
      const isFull = this.taken - party.seats + seats > this.capacity
      if (this.confirmed.has(id) && isFull) return 'event_full'
    }
    party.seats = seats
    return '200'
  }

  /** The ids of the parties that get the free seats, in order. */
  promote(): number[] {
    const promoted: number[] = []
    for (const party of this.waiting) {
      if (this.taken + party.seats > this.capacity) continue
      this.confirmed.set(party.id, party)
      promoted.push(party.id)
    }
    this.waiting = this.waiting.filter(({ id }) => !this.confirmed.has(id))
    return promoted
  }

  cancelEvent() {
    this.status = 'cancelled'
    this.confirmed.clear()
    this.waiting = []
  }
}
