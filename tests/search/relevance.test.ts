import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { poolOf as connectionOf } from '../../src/database/connection.ts'
import { learnWords } from '../../src/features/search/queries/vocabulary.ts'
import { createEvent } from '../factories/events.ts'
import { appOf, type Client } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client

/** Title, place, description and tags. */
const season: [string, string, string, string[]?][] = [
  [
    'Greater Toronto Regional',
    'Toronto, Canada',
    'Two days of FRC matches with 48 teams.',
    ['frc'],
  ],
  ['Ontario Robot Camp', 'Ottawa', 'A camp for beginners: build a line follower.', ['camp']],
  ['Acampamento de Robótica', 'São Paulo', 'Robot camp for families, with a pub quiz.', ['camp']],
  ['Robo Hackathon 24h', 'Zürich', 'Hack a quadruped. HS/MS students and ROS.2 users welcome.'],
  ['Sumo Night', 'Łódź', 'Mini-sumo and mega-sumo, 500 g and 3 kg.', ['mini-sumo', 'evening']],
  ['Micromouse Grand Prix', 'Tōkyō', 'Mice that solve a maze. Autonomous racing.'],
  ['Drone Rally', 'St.Louis, MO', 'Quadcopters on an indoor course.'],
  [
    'Soldering Evening',
    'Besançon',
    'Learn to solder surface-mount parts.',
    ['evening', 'workshop'],
  ],
  ['ROS 2 Workshop', 'Göteborg', 'Navigation, mapping and simulation with Gazebo.', ['workshop']],
  ['Lake Superior Regional', 'Duluth, MN', 'FRC event number 2031 of the season.', ['frc']],
  ['機器人世界大會', '臺北', '機器人比賽與展覽,適合全家參加。'],
  ['全国ロボット競技大会', '東京', '二足歩行ロボットの格闘技イベントです。'],
  ['การแข่งขันหุ่นยนต์', 'กรุงเทพมหานคร', 'การแข่งขันสำหรับนักเรียน'],
  ['תחרות רובוטים', 'תֵּל אָבִיב', 'תחרות לתלמידי תיכון.'],
  ['مسابقة الروبوتات', 'القاهرة', 'مسابقة للطلاب.'],
  ['Соревнования роботов', 'Москва', 'Для школьников и студентов.'],
  ['Διαγωνισμός ρομπότ', 'Αθήνα', 'Για μαθητές.'],
  ['로봇 경진대회', '서울', '학생들을 위한 대회입니다.'],
  ['FIRST LEGO League Final', 'Kyiv', 'FLL Challenge with judging and robot games.', ['fll']],
  ['VEX Signature Event', 'Nashville, TN', 'V5RC teams such as 1234A and 99901X.', ['vex']],
  ['Underwater ROV Challenge', 'Ålesund', 'Remotely operated vehicles in a pool.'],
  ['Open Lab', 'Ulm', 'Bring your own parts. Coffee at 15:00.'],
  ['Antweight Championship', 'Cardiff', '150 g fighting robots: spinners, flippers, wedges.'],
  ['AI & Vision Meetup', 'Praha', "Computer vision on the Pi: C++/Python, OpenCV & what's new."],
]

beforeAll(async () => {
  platform = await startTestPlatform()
  anyone = appOf(platform.url)
  for (const [title, location, description, tags] of season) {
    await createEvent(platform.payload, { title, location, description, tags })
  }
  await learnWords(connectionOf(platform.payload))
}, 60_000)

afterAll(() => platform.stop())

/** What people type, and the beginning of the title that they look for. */
const searches: [string, string][] = [
  // As it is written, in capitals or not, with accents or without.
  ['robot camp sao paulo', 'Acampamento'],
  ['ROBOTICA', 'Acampamento'],
  ['robótica são paulo', 'Acampamento'],
  ['zurich', 'Robo Hackathon'],
  ['ZÜRICH hackathon', 'Robo Hackathon'],
  ['lodz', 'Sumo Night'],
  ['tokyo', 'Micromouse'],
  ['besancon', 'Soldering'],
  ['goteborg', 'ROS 2'],
  ['alesund', 'Underwater'],
  // Typing mistakes: a wrong character, a missing one, one too many, two that are swapped.
  ['hackaton', 'Robo Hackathon'],
  ['micromuose', 'Micromouse'],
  ['solderring', 'Soldering'],
  ['antwieght championship', 'Antweight'],
  ['champoinship', 'Antweight'],
  ['goteburg', 'ROS 2'],
  ['undrewater', 'Underwater'],
  ['regoinal toronto', 'Greater Toronto'],
  ['torronto', 'Greater Toronto'],
  ['signatrue event', 'VEX Signature'],
  ['nashvile', 'VEX Signature'],
  ['drnoe rally', 'Drone'],
  // The beginning of a word, as somebody types.
  ['hacka', 'Robo Hackathon'],
  ['micro', 'Micromouse'],
  ['grea tor', 'Greater Toronto'],
  ['under', 'Underwater'],
  ['quadcop', 'Drone'],
  ['autonom', 'Micromouse'],
  // What stands around a slash, a dot or a hyphen.
  ['HS/MS', 'Robo Hackathon'],
  ['hs', 'Robo Hackathon'],
  ['ms', 'Robo Hackathon'],
  ['ros.2 users', 'Robo Hackathon'],
  ['st louis', 'Drone'],
  ['St. Louis', 'Drone'],
  ['louis', 'Drone'],
  ['mini sumo', 'Sumo Night'],
  ['surface-mount', 'Soldering'],
  ['surface mount', 'Soldering'],
  ['c++/python', 'AI & Vision'],
  ["what's new", 'AI & Vision'],
  // Numbers.
  ['1234A', 'VEX Signature'],
  ['99901', 'VEX Signature'],
  ['500 g', 'Sumo Night'],
  ['2031', 'Lake Superior'],
  ['150 g', 'Antweight'],
  ['24h', 'Robo Hackathon'],
  // Scripts with and without spaces between words.
  ['機器人', '機器人'],
  ['世界', '機器人'],
  ['大會', '機器人'],
  ['臺北', '機器人'],
  ['ロボット', '全国ロボット'],
  ['ﾛﾎﾞｯﾄ', '全国ロボット'],
  ['競技', '全国ロボット'],
  ['格闘技', '全国ロボット'],
  ['東京', '全国ロボット'],
  ['หุ่นยนต์', 'การแข่งขัน'],
  ['นักเรียน', 'การแข่งขัน'],
  ['רובוטים', 'תחרות'],
  ['תל אביב', 'תחרות'],
  ['الروبوتات', 'مسابقة'],
  ['роботов', 'Соревнования'],
  ['МОСКВА', 'Соревнования'],
  ['ρομποτ', 'Διαγωνισμός'],
  ['ΑΘΗΝΑ', 'Διαγωνισμός'],
  ['로봇', '로봇'],
  ['경진', '로봇'],
  ['로', '로봇'],
  // Several fields, phrases, words to leave out, and alternatives.
  ['regional frc duluth', 'Lake Superior'],
  ['evening solder', 'Soldering'],
  ['"pub quiz"', 'Acampamento'],
  ['camp -paulo', 'Ontario'],
  ['maze or pool', 'Micromouse'],
  ['workshop gazebo', 'ROS 2'],
]

const titlesOf = async (path: string) => {
  const { status, body } = await anyone.get(path)
  expect(status).toBe(200)
  return body.results.map(({ title }: { title: string }) => title) as string[]
}

describe('the wanted event is among the first three:', () => {
  it.each(searches)('%s', async (typed, wanted) => {
    const titles = await titlesOf(`search/?q=${encodeURIComponent(typed)}`)

    expect(titles.slice(0, 3).some((title) => title.startsWith(wanted))).toBe(true)
  })
})

describe('nothing is found', () => {
  it.each([
    'xylophone',
    '"quiz pub"',
    'toronto zurich',
    '-',
    '...',
    '""',
    '🤖🤖🤖',
    "');DROP TABLE events;--",
    `'`,
    '\\',
    ':*',
    '!!',
    '& |',
    'a'.repeat(500),
  ])('for %s', async (typed) => {
    expect(await titlesOf(`search/?q=${encodeURIComponent(typed)}`)).toEqual([])
  })
})

it('finds the same by the search of the list', async () => {
  expect(await titlesOf('events/?search=hackaton')).toEqual(['Robo Hackathon 24h'])
})

it('puts the word in the title before the word in the description', async () => {
  expect((await titlesOf('search/?q=camp'))[0]).toBe('Ontario Robot Camp')
})

it('does not take a word that some event has for a mistake', async () => {
  expect(await titlesOf('search/?q=rally')).toEqual(['Drone Rally'])
})
