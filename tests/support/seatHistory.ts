import type { Payload } from 'payload'

import { poolOf } from './pool.ts'
import { SeatModel } from './seatModel.ts'

interface Step {
  change: string
  registration: number | null
  seats: number
  was: string | null
  now: string | null
}

/**
 * Records each change of seats from now on, in order. A transaction that moves a seat holds the lock
 * of the event, so the step numbers follow the order of the changes.
 */
export async function recordSeatHistory(payload: Payload) {
  await poolOf(payload).query(`
    CREATE TABLE history (step bigserial, change xid8 DEFAULT pg_current_xact_id(), event integer,
                          registration integer, seats integer, was text, now text);
    CREATE FUNCTION record_registration() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO history (event, registration, seats, was, now)
      VALUES (coalesce(NEW.event_id, OLD.event_id), coalesce(NEW.id, OLD.id),
              coalesce(NEW.seats, OLD.seats), OLD.state, NEW.state);
      RETURN NULL;
    END $$;
    CREATE TRIGGER record_registration AFTER INSERT OR UPDATE OR DELETE ON registrations
      FOR EACH ROW EXECUTE FUNCTION record_registration();
    CREATE FUNCTION record_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO history (event, seats) VALUES (NEW.event_id, NEW.capacity);
      RETURN NULL;
    END $$;
    CREATE TRIGGER record_capacity AFTER INSERT OR UPDATE OF capacity ON event_seats
      FOR EACH ROW EXECUTE FUNCTION record_capacity();`)
}

/** Applies one committed change to the model. @returns where the platform differs from the model */
function play(model: SeatModel, change: Step[]): string[] {
  const wrong: string[] = []
  const promoted: number[] = []
  for (const { registration: id, seats, was, now } of change) {
    if (id === null) model.capacity = seats
    else if (was === null) {
      const expected = model.register({ id, seats })
      if (expected !== now) wrong.push(`${id} arrived and became ${now}, not ${expected}`)
    } else if (was === now && now !== 'cancelled') {
      const outcome = seats === model.seatsOf(id) ? '200' : model.resize(id, seats)
      if (outcome !== '200') wrong.push(`${id} got ${seats} seats, against ${outcome}`)
    } else if (was === 'waitlisted' && now === 'confirmed') promoted.push(id)
    else if (was !== now && was !== 'cancelled') model.remove(id)
  }
  const expected = model.promote()
  if (promoted.sort((a, b) => a - b).join() !== expected.sort((a, b) => a - b).join()) {
    wrong.push(`promoted were [${promoted.join()}], not [${expected.join()}]`)
  }
  return wrong
}

/**
 * Replays an event's recorded history on the model.
 *
 * @returns each seat that was given against the rules; empty when there is none
 */
export async function deviations(payload: Payload, eventId: number): Promise<string[]> {
  const { rows } = await poolOf(payload).query<Step>(
    'SELECT change, registration, seats, was, now FROM history WHERE event = $1 ORDER BY step',
    [eventId],
  )
  const changes: Step[][] = []
  for (const step of rows) {
    const current = changes.at(-1)
    if (current?.[0]?.change === step.change) current.push(step)
    else changes.push([step])
  }
  const model = new SeatModel(0, true)
  return changes.flatMap((change) => play(model, change))
}
