/** The fields that a table may have, with the names that people give their columns, without accents and spaces. */
const names = {
  title: `title name event eventname eventtitle summary subject titel bezeichnung veranstaltung veranstaltungsname
    titulo nombre evento nombredelevento titre nom evenement nomdelevenement titolo nome naam
    tytul nazwa название мероприятие 名称 标题 活动 活动名称 赛事 赛事名称 名前 タイトル イベント イベント名 大会名 件名 제목 이름
    행사명 כותרת שם العنوان الاسم`,
  start: `startdate start starts begin begins date eventdate from dtstart startdatetime day beginn startdatum datum von
    anfang fechadeinicio fechainicio inicio fecha comienzo desde datededebut debut du datadeinicio datainicio data
    datainizio inizio begindatum datarozpoczecia poczatek начало дата датаначала 开始 开始日期 日期 開始 開始日 開始日時
    日付 日時 시작 시작일 날짜 תאריך תאריךהתחלה تاريخ البداية`,
  start_time: `starttime time eventtime uhrzeit startzeit beginnzeit zeit horadeinicio horainicio hora heurededebut heure
    ora orainizio starttijd tijd godzina время 时间 开始时间 時間 時刻 開始時刻 開始時間 시간 시작시간 שעה`,
  end: `enddate end ends to until dtend enddatetime finish ende enddatum bis fechadefin fechafin fin fechafinal hasta
    datedefin au datafim datadefim fim termino datafine fine einddatum einde datazakonczenia koniec окончание конец
    датаокончания 结束 结束日期 終了 終了日 終了日時 종료 종료일 תאריךסיום النهاية`,
  end_time: `endtime endzeit horadefin horafin heuredefin orafine eindtijd 结束时间 終了時刻 終了時間 종료시간`,
  timezone: `timezone tz zeitzone zonahoraria fuseauhoraire fusoorario fusohorario tijdzone strefaczasowa
    часовойпояс 时区 タイムゾーン 시간대`,
  description: `description details about notes info beschreibung beschrijving omschrijving descripcion descrizione
    descricao opis описание 描述 说明 介绍 简介 説明 詳細 概要 설명 תיאור وصف`,
  location: `location place ort veranstaltungsort lugar ubicacion lieu luogo localizacao locatie plaats miejsce
    место 地点 位置 場所 会場 장소 מקום מיקום المكان`,
  venue: `venue hall building venuename locationname halle gebaeude gebaude recinto sede salle 场馆 場館 площадка`,
  address: `address street streetaddress adresse strasse anschrift direccion indirizzo endereco adres адрес 地址 住所 주소`,
  city: `city town stadt ciudad ville citta cidade stad miasto город 城市 市区町村 都市 도시 עיר المدينة`,
  region: `state region province stateprov stateprovince bundesland provincia departement regione wojewodztwo регион
    область 省 省份 都道府県`,
  country: `country land staat pais pays paese kraj страна 国家 国 국가 מדינה الدولة`,
  max_participants: `maxparticipants capacity seats places limit maxattendees plaetze platze kapazitat kapazitaet
    teilnehmerzahl maxteilnehmer capacidad plazas aforo cupo capacite nombredeplaces posti capienza vagas capacidade
    capaciteit miejsca места вместимость 容量 名额 人数上限 定員 정원`,
  status: `status zustand statut stato 状态 状態 статус 상태`,
  program: `program programme competition league wettbewerb programm programa programma competicion 项目 программа`,
  tags: `tags keywords categories category topics schlagworte schlagworter kategorie kategorien etiquetas categoria
    categorias motscles categorie etichette 标签 类别 タグ カテゴリ теги категория`,
  latitude: `latitude lat breite breitengrad geographischebreite latitud latitudine 纬度 緯度 широта`,
  longitude: `longitude lon lng long laenge lange langengrad laengengrad longitud longitudine 经度 経度 долгота`,
  website: `website url link web webseite homepage sitioweb siteweb sitoweb site strona сайт 网址 网站 链接 ホームページ リンク`,
  external_id: `externalid eventcode code sku uid key eventid id number nr nummer kennung numero codigo 编号 番号 код`,
  external_source: `externalsource`,
  exported_id: '',
  created_at: '',
  coordinates_source: 'coordinatessource',
} as const

export type Field = keyof typeof names

export const fieldNames = Object.keys(names) as Field[]

export const isField = (name: string): name is Field => Object.hasOwn(names, name)

/** A name of a column as it is compared: without case, accents, spaces, signs, and what stands in brackets. */
export const foldedName = (name: string): string =>
  name
    .replace(/\([^()]*\)|（[^（）]*）/g, '')
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^\p{L}\p{N}]/gu, '')

const byName = new Map(
  fieldNames.flatMap((field) =>
    names[field]
      .split(/\s+/)
      .filter(Boolean)
      .map((alias, rank) => [foldedName(alias), { field, rank }] as const),
  ),
)

/** Columns about something else than the event itself. */
const foreign =
  /regist|anmeld|inscri|created|updated|erstellt|geandert|deadline|birth|email|phone|报名|申込|締切/

/** The field that a column's name says, and how well: less is better. Undefined for an unknown name. */
export function fieldOf(column: string): { field: Field; rank: number } | undefined {
  const name = foldedName(column)
  const exact = byName.get(name)
  if (exact || foreign.test(name)) return exact
  const inside = [...byName]
    .filter(([alias]) => alias.length >= 5 && name.includes(alias))
    .sort(([one], [other]) => other.length - one.length)
  const best = inside[0]?.[1]
  return best && { field: best.field, rank: best.rank + 100 }
}

/** The columns of an export of this platform by which its events are found again. */
const exportColumns = [
  'id',
  'title',
  'start_date',
  'end_date',
  'timezone',
  'created_at',
  'external_id',
]

export const isExport = (header: string[]): boolean =>
  exportColumns.every((column) => header.includes(column))
