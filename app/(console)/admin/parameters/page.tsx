import type { Metadata } from 'next'
import { CalendarCard } from '@/components/parameter/calendar-card'
import { ParameterList } from '@/components/parameter/parameter-list'
import { YearsCard } from '@/components/parameter/years-card'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { loadCalendar } from '@/lib/calendar/data'
import { loadShownCalendar, missingYear } from '@/lib/parameter/calendar'
import { loadParameters, rosterYears } from '@/lib/parameter/data'
import { yearOf } from '@/lib/plain-date'
import { confirmCalendarYear, removeCalendarHolidays, setCalendarHolidays, setSystemParameter } from './actions'

export const metadata: Metadata = { title: '参数设置' }

/** How far ahead a deadline can lie that is given today, in working days: 调查 and what follows it. */
const LONGEST_DAYS = 40

export default page({
  permission: 'parameter.manage',
  render: async (ctx, { search }) => {
    const thisYear = yearOf(ctx.today)
    const years = [thisYear, thisYear + 1]
    const asked = years.find((year) => String(year) === search.get('year')) ?? thisYear
    const [groups, shown, calendar, rosters] = await Promise.all([
      loadParameters(ctx),
      loadShownCalendar(ctx, asked),
      loadCalendar(ctx),
      rosterYears(ctx),
    ])
    return (
      <Page trail={[{ label: '系统管理' }, { label: '参数设置' }]} title="参数设置">
        <CalendarCard
          years={years}
          shown={shown}
          missing={missingYear(calendar, ctx.today, LONGEST_DAYS)}
          deeds={{ set: setCalendarHolidays, remove: removeCalendarHolidays, confirm: confirmCalendarYear }}
        />
        <ParameterList groups={groups} set={setSystemParameter} />
        <YearsCard years={rosters} today={ctx.today} />
      </Page>
    )
  },
})
