export interface Party {
  id: number
  seats: number
}

/**
 * The rules of the seats in as few words as they can be said, to hold the platform against: places
 * go to who comes first and fits, the rest wait in order of arrival, and whatever becomes free goes
 * down that queue, skipping nobody who fits.
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
    if (this.taken + party.seats <= this.capacity) {
      this.confirmed.set(party.id, party)
      return 'confirmed'
    }
    if (!this.waitlistEnabled) return 'event_full'
    this.waiting.push(party)
    return 'waitlisted'
  }

  /** Forgets the party; whether it held a place or waited. Nobody is promoted yet. */
  remove(id: number): boolean {
    const waiting = this.waiting.filter((party) => party.id !== id)
    const waited = waiting.length < this.waiting.length
    this.waiting = waiting
    return this.confirmed.delete(id) || waited
  }

  /** The ids of those who get what is free, in the order in which they get it. */
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
