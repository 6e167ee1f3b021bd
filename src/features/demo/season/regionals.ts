import { bullets, heading, paragraph, richText } from '../richText.ts'
import type { DemoEvent } from './demoEvent.ts'

const regionalBody = (welcome: string) =>
  richText(
    paragraph(welcome),
    heading('How the three days run'),
    bullets(
      'Day 1: load-in from 07:00, inspection, practice matches',
      'Day 2: qualification matches from 09:30, judging in the pits',
      'Day 3: alliance selection at noon, playoffs, awards',
    ),
    heading('What to bring'),
    bullets(
      'Safety glasses for everybody in the pits',
      'Batteries in a closed box, with a log of their charges',
      'A printed bill of materials for the inspectors',
    ),
  )

/** The league: teams play in alliances on one large field; the best teams meet in the final. */
export const regionals: DemoEvent[] = [
  {
    title: 'Great Lakes Regional',
    description:
      'Forty machines, six to a match, three days. The first regional of the season, with qualification matches, alliance selection and playoffs.',
    body: regionalBody('The season opens in Detroit. Doors open to the public on all three days.'),
    cover: 'great-lakes',
    venue: 'detroit',
    on: { weeks: -9, weekday: 'Thu' },
    from: '08:00',
    until: '17:30',
    days: 3,
    seats: 160,
    party: 8,
    opens: 40,
    closes: 7,
    taken: 0.95,
    dropouts: 2,
  },
  {
    title: 'Gulf Coast Regional',
    description:
      'The second regional, and the hottest pits of the season. Teams play in alliances of three on a field of eight by sixteen metres.',
    body: regionalBody(
      'Houston has room for everybody: bring your school, your band and your mascot.',
    ),
    cover: 'gulf-coast',
    venue: 'houston',
    on: { weeks: -5, weekday: 'Thu' },
    from: '08:00',
    until: '17:30',
    days: 3,
    seats: 140,
    party: 8,
    opens: 40,
    closes: 7,
    taken: 0.85,
    dropouts: 3,
  },
  {
    title: 'Pacific Rim Regional',
    description:
      'The third regional, on the water. Follow the matches from the stands, or walk through the pits and ask what broke.',
    body: regionalBody('Welcome to Oakland. The ferry stops in front of the hall every half hour.'),
    cover: 'pacific-rim',
    venue: 'oakland',
    on: { daysFromToday: -1 },
    from: '08:00',
    until: '17:30',
    days: 3,
    seats: 150,
    party: 8,
    opens: 40,
    closes: 7,
    taken: 0.95,
    dropouts: 2,
  },
  {
    title: 'Lake Ontario Regional',
    description:
      'The fourth regional. Last chance to qualify for the final, and the only field with a view of the lake.',
    body: regionalBody('Toronto welcomes teams from both sides of the border.'),
    cover: 'lake-ontario',
    venue: 'toronto',
    on: { weeks: 3, weekday: 'Thu' },
    from: '08:00',
    until: '17:30',
    days: 3,
    seats: 180,
    party: 8,
    opens: 60,
    closes: 4,
    taken: 0.6,
    waiting: 0,
  },
  {
    title: 'Season Final',
    description:
      'The best forty teams of the season meet in Karlsruhe. Registration opens to those who qualified, and what is left goes to the waitlist.',
    cover: 'season-final',
    venue: 'karlsruhe',
    on: { weeks: 24, weekday: 'Thu' },
    from: '08:00',
    until: '18:00',
    days: 3,
    seats: 240,
    party: 8,
    opens: 56,
    closes: 14,
    waiting: 0,
  },
]
