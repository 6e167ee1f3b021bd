import { foldPlace } from './foldPlace.ts'

/** The codes of provinces and states in the list of cities, by the names and codes that people write. */
const byCountry: Record<string, string> = {
  US: `Alabama=AL Alaska=AK Arizona=AZ Arkansas=AR California=CA Colorado=CO Connecticut=CT Delaware=DE Florida=FL
    Georgia=GA Hawaii=HI Idaho=ID Illinois=IL Indiana=IN Iowa=IA Kansas=KS Kentucky=KY Louisiana=LA Maine=ME
    Maryland=MD Massachusetts=MA Michigan=MI Minnesota=MN Mississippi=MS Missouri=MO Montana=MT Nebraska=NE Nevada=NV
    New_Hampshire=NH New_Jersey=NJ New_Mexico=NM New_York=NY North_Carolina=NC North_Dakota=ND Ohio=OH Oklahoma=OK
    Oregon=OR Pennsylvania=PA Rhode_Island=RI South_Carolina=SC South_Dakota=SD Tennessee=TN Texas=TX Utah=UT
    Vermont=VT Virginia=VA Washington=WA West_Virginia=WV Wisconsin=WI Wyoming=WY District_of_Columbia=DC`,
  CA: `Alberta=01 AB=01 British_Columbia=02 BC=02 Manitoba=03 MB=03 New_Brunswick=04 NB=04 Newfoundland=05 NL=05
    Nova_Scotia=07 NS=07 Ontario=08 ON=08 Prince_Edward_Island=09 PE=09 Quebec=10 QC=10 Saskatchewan=11 SK=11`,
  AU: `ACT=01 Australian_Capital_Territory=01 NSW=02 New_South_Wales=02 NT=03 Northern_Territory=03 QLD=04
    Queensland=04 SA=05 South_Australia=05 TAS=06 Tasmania=06 VIC=07 Victoria=07 WA=08 Western_Australia=08`,
  GB: 'England=ENG Scotland=SCT Wales=WLS Northern_Ireland=NIR',
}

const codes = new Map(
  Object.entries(byCountry).flatMap(([country, all]) =>
    all.split(/\s+/).flatMap((pair) => {
      const [name = '', code = ''] = pair.split('=')
      const own = [`${country} ${foldPlace(name)}`, code] as [string, string]
      return [own, [`${country} ${code.toLowerCase()}`, code] as [string, string]]
    }),
  ),
)

/** The code of a region of a country; undefined for other texts. */
export const regionCode = (country: string, text: string): string | undefined =>
  codes.get(`${country} ${foldPlace(text)}`)
