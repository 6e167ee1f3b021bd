import { bullets, heading, paragraph, richText } from '../richText.ts'
import type { DemoEvent } from './demoEvent.ts'

/** Contests of small robots, against each other or against the clock. Each lasts one day. */
export const contests: DemoEvent[] = [
  {
    title: 'Rhine Valley Line Follower Cup',
    description:
      'Twelve metres of black tape, two crossings and one gap. Fastest of three runs wins; a class for beginners and one without rules on motors.',
    body: richText(
      heading('Classes'),
      bullets(
        'Starter: kits as they come out of the box, up to 14 years',
        'Open: anything that fits on a sheet of A4 and leaves the floor as it was',
      ),
      paragraph('The track is laid on the morning of the race and nobody sees it before.'),
    ),
    cover: 'line-followers',
    venue: 'karlsruhe',
    on: { weeks: -6, weekday: 'Sat' },
    from: '09:30',
    until: '17:00',
    seats: 40,
    party: 3,
    opens: 45,
    closes: 3,
    taken: 1,
    waiting: 4,
    dropouts: 3,
  },
  {
    title: 'Mini Sumo Night',
    description:
      'Two robots of 500 grams, one ring, three rounds. Weigh-in at six, first bout at seven, noodles in the break.',
    cover: 'mini-sumo',
    venue: 'tokyo',
    on: { weeks: -3, weekday: 'Fri' },
    from: '18:00',
    until: '22:00',
    seats: 32,
    party: 2,
    taken: 0.8,
    dropouts: 2,
  },
  {
    title: 'Robo Soccer League, Matchday 4',
    description:
      'Two against two with an infrared ball. The table is closer than ever: four teams can still win the league.',
    venue: 'bengaluru',
    on: { weeks: 1, weekday: 'Sun' },
    from: '10:00',
    until: '16:00',
    seats: 36,
    party: 4,
    opens: 35,
    closes: 14,
    taken: 0.9,
    dropouts: 1,
  },
  {
    title: 'Zürich Micromouse Open',
    description:
      'Find the centre of a maze you have never seen, then run there as fast as you dare. Sixteen by sixteen cells, ten minutes a mouse.',
    cover: 'micromouse',
    venue: 'zurich',
    on: { weeks: 2, weekday: 'Sat' },
    from: '10:00',
    until: '18:00',
    seats: 24,
    party: 2,
    taken: 1,
  },
  {
    title: 'Antweight Championship',
    description:
      'Fighting robots of 150 grams behind 10 millimetres of polycarbonate. Double elimination, a repair table with everything but luck.',
    body: richText(
      heading('Before you fight'),
      bullets(
        'Weigh-in closes at 10:00 sharp',
        'Every robot needs a removable link that stops it',
        'No fire, no liquids, no glue',
      ),
      paragraph('Spectators are welcome all day and need no registration.'),
    ),
    cover: 'antweights',
    venue: 'manchester',
    on: { weeks: 4, weekday: 'Sun' },
    from: '09:30',
    until: '18:30',
    seats: 36,
    taken: 1,
    waiting: 9,
    dropouts: 2,
  },
]
