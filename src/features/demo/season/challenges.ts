import { bullets, heading, paragraph, richText } from '../richText.ts'
import type { DemoEvent } from './demoEvent.ts'

/** Challenges: a task instead of an opponent. Most of them last several days. */
export const challenges: DemoEvent[] = [
  {
    title: 'Alpine Drone Rally',
    description:
      'Autonomous flight through twenty gates, indoors, with nobody at the sticks. Practice in the mornings, timed runs in the afternoons.',
    cover: 'drone-rally',
    venue: 'grenoble',
    on: { daysFromToday: -2 },
    from: '09:00',
    until: '18:00',
    days: 4,
    seats: 48,
    party: 4,
    closes: 2,
    taken: 0.75,
    dropouts: 1,
  },
  {
    title: '72 Hours of Robots',
    description:
      'Three nights, one theme, no slides. Bring what you have in the drawer and leave with something that moves.',
    body: richText(
      paragraph(
        'The theme is drawn at the opening. What counts on the last evening is a live demo.',
      ),
      heading('There will be'),
      bullets('Two 3D printers, a laser cutter, far too many servos', 'Bunks, showers, breakfast'),
    ),
    cover: 'hackathon',
    venue: 'berlin',
    on: { daysFromToday: -1 },
    from: '18:00',
    until: '18:00',
    days: 4,
    seats: 60,
    party: 5,
    taken: 1,
    waiting: 3,
  },
  {
    title: 'Copa Paulista de Robôs',
    description:
      'Sumô, seguidores de linha e futebol, all under one roof for a weekend. Teams from schools enter for free.',
    venue: 'saoPaulo',
    on: { weeks: 6, weekday: 'Sat' },
    from: '09:00',
    until: '18:00',
    days: 2,
    seats: 120,
    party: 6,
    opens: 60,
    closes: 5,
    taken: 0.35,
    waiting: 0,
  },
  {
    title: 'East Africa Robotics Challenge',
    description:
      'Robots that sort, water and weigh: this year is about small farms. Prototypes are judged in the field behind the hub.',
    venue: 'nairobi',
    on: { weeks: 8, weekday: 'Fri' },
    from: '09:00',
    until: '17:00',
    days: 2,
    seats: 80,
    party: 5,
    opens: 75,
    closes: 10,
    taken: 0.45,
  },
  {
    title: 'Underwater ROV Challenge',
    description:
      'Pick up, measure and repair things at the bottom of a pool six metres deep, with nothing but a tether and a camera.',
    cover: 'rov-challenge',
    venue: 'sydney',
    on: { weeks: 2, weekday: 'Sat' },
    from: '09:00',
    until: '16:00',
    seats: 40,
    party: 4,
    taken: 0.6,
    waiting: 0,
    cancelled:
      'The pool failed its safety inspection and stays closed until repairs are done. We are looking for a new date.',
  },
  {
    title: 'Southern Cross Rescue Robots',
    description:
      'A collapsed building of plywood, smoke and rubble. Find the dolls, map the way, come back.',
    venue: 'sydney',
    on: { weeks: 16, weekday: 'Sat' },
    from: '08:30',
    until: '17:00',
    days: 2,
    seats: 60,
    party: 5,
    opens: 42,
    closes: 7,
    waiting: 0,
  },
]
