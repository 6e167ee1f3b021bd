import type { Payload } from 'payload'

import { poolOf } from '../../../../database/connection.ts'
import type { EventPlan } from '../../events/planEvents.ts'
import { placesHeld } from '../../queries.ts'
import { usualCapacity } from '../../rules.ts'
import type { Program } from '../source/programs.ts'
import type { Season } from '../source/readSeason.ts'
import { teamDomain } from './account.ts'

/** A team of the source, and its user on the platform. */
export interface Entrant {
  team: string
  userId: number
}

/** An event of the source with its teams. */
export interface EntryPlan extends EventPlan {
  /** The teams that the source enters in it. */
  entered: Entrant[]
  /** The entered teams that have no place yet. */
  newcomers: Entrant[]
}

/** The imported teams that have a place: a map from event id to a map from user id to username. */
export async function holdersOf(payload: Payload, program: Program, eventIds: number[]) {
  const holders = new Map(eventIds.map((id) => [id, new Map<number, string>()]))
  const places = await placesHeld(poolOf(payload), eventIds, teamDomain(program))
  for (const { eventId, userId, username } of places) holders.get(eventId)!.set(userId, username)
  return holders
}

/** The event with as many seats as its teams need. The capacity is never lowered. */
function withSeats(plan: EventPlan, newcomers: number): EventPlan {
  const { event, stored } = plan
  const seats = (stored?.registeredCount ?? 0) + newcomers
  if (!stored) {
    if (seats <= usualCapacity) return plan
    return { ...plan, event: { ...event, details: { ...event.details, maxParticipants: seats } } }
  }
  if (seats <= stored.maxParticipants) return plan
  return { ...plan, changes: { ...plan.changes, maxParticipants: seats } }
}

/** Finds the missing registrations for each event of the season. */
export async function planEntries(
  payload: Payload,
  season: Season,
  plans: EventPlan[],
  userIds: Map<string, number>,
): Promise<EntryPlan[]> {
  const storedIds = plans.flatMap(({ stored }) => (stored ? [stored.id] : []))
  const holders = await holdersOf(payload, season.program, storedIds)
  const enteredIn = new Map<string, Entrant[]>(season.events.map(({ code }) => [code, []]))
  for (const { eventCode, team } of season.entries ?? []) {
    enteredIn.get(eventCode)!.push({ team, userId: userIds.get(team)! })
  }
  return plans.map((plan, index) => {
    const inside = plan.stored && holders.get(plan.stored.id)
    const entered = enteredIn.get(season.events[index]!.code)!
    const newcomers = entered.filter(({ userId }) => !inside?.has(userId))
    return { ...withSeats(plan, newcomers.length), entered, newcomers }
  })
}
