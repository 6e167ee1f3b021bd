import type { Messages } from './arguments.ts'

export const zh: Messages = {
  greeting: '{name}，您好：',
  greetingPlain: '您好：',

  labelled: '{label}：{value}',
  span: '{day} {from}–{until}（{zone}）',
  moment: '{day} {time}（{zone}）',
  days: '{day} {from} 至 {lastDay} {until}（{zone}）',
  range: '{from} 至 {until}',
  venueTime: '活动当地时间：{time}',

  when: '时间',
  where: '地点',
  places: '名额',
  ticketCode: '入场码',
  organiser: '主办方',
  before: '原为',
  now: '现为',
  theEventNow: '变更后的活动安排',
  organiserWrites: '主办方留言',
  openEvent: '查看活动',
  cannotCome: '如果您无法参加，请取消报名，把名额留给其他人。',
  calendarAdds: '打开附件即可将活动添加到您的日历。',
  calendarUpdates: '打开附件即可更新您日历中的活动。',
  calendarRemoves: '打开附件即可从您的日历中移除该活动。',

  'field.title': '名称',
  'field.startDate': '开始时间',
  'field.endDate': '结束时间',
  'field.timezone': '时区',
  'field.location': '地点',

  'status.confirmed': '已确认',
  'status.waitlisted': '候补中',
  'status.cancelled': '报名已取消',
  'status.eventCancelled': '活动已取消',
  'status.changed': '有变更',
  'status.reminder': '提醒',

  'registrationConfirmed.subject':
    '{seats, plural, =1 {您的名额已确认} other {您的 # 个名额已确认}}：{title}',
  'registrationConfirmed.text':
    '{seats, plural, =1 {您的名额已确认。} other {您的 # 个名额已确认。}}入场时请出示您的入场码。',
  'registrationPromoted.subject': '候补成功：{title}',
  'registrationPromoted.text':
    '现已空出 {seats, number} 个名额，并已为您保留。入场时请出示您的入场码。',
  'registrationWaitlisted.subject': '已进入候补名单：{title}',
  'registrationWaitlisted.text': '活动名额已满。您在候补名单中排第 {position, number} 位。',
  'registrationWaitlisted.next': '一旦有 {seats, number} 个名额可以给您，我们会立即来信通知。',
  'registrationCancelledByAttendee.subject': '您的报名已取消：{title}',
  'registrationCancelledByAttendee.text':
    '您的报名已按您的要求取消，{seats, plural, =1 {名额} other {# 个名额}}不再为您保留。',
  'registrationCancelledByAttendee.next': '在报名截止之前，您可以重新报名。',
  'registrationCancelledByOrganiser.subject': '主办方已取消您的报名：{title}',
  'registrationCancelledByOrganiser.text':
    '主办方已取消您的报名，{seats, plural, =1 {名额} other {# 个名额}}不再为您保留。',
  'eventCancelled.subject': '活动已取消：{title}',
  'eventCancelled.text': '本次活动不再举行，您的报名也随之失效。您无需进行任何操作。',
  'eventChanged.subject': '活动有变更：{title}',
  'eventChanged.text':
    '主办方更改了活动信息。您的{seats, plural, =1 {名额} other { # 个名额}}仍然有效。',
  'eventChanged.waiting': '主办方更改了活动信息。您在候补名单中的位置不变。',
  'reminderDay.subject': '约一天后开始：{title}',
  'reminderDay.text': '活动约一天后开始。请准备好您的入场码。',
  'reminderHour.subject': '不到一小时后开始：{title}',
  'reminderHour.text': '活动将在一小时内开始。请准备好您的入场码。',

  'welcome.subject': '欢迎使用 Robo Events',
  'welcome.text': '您的账号已创建。请确认此邮箱地址属于您。',
  'welcome.next': '如果您没有创建过此账号，无需进行任何操作。',
  'confirmEmail.subject': '请确认您的邮箱地址',
  'confirmEmail.text': '请确认此邮箱地址属于您。',
  'confirmEmail.action': '确认邮箱地址',
  'confirmEmail.next': '如果这不是您本人的请求，无需进行任何操作。',
  'setPassword.subject': '设置新密码',
  'setPassword.text': '请点击链接设置新密码。链接一小时内有效。',
  'setPassword.action': '设置新密码',
  'setPassword.next': '如果这不是您本人的请求，无需进行任何操作，您的密码保持不变。',
  'passwordChanged.subject': '您的密码已更改',
  'passwordChanged.text': '您账号的密码已更改。如果是您本人所为，无需进行任何操作。',
  'passwordChanged.next': '如果不是您本人所为，请立即设置新密码：在登录页面选择“忘记密码？”。',

  'organiserDigest.subject': '您的活动：{day}',
  'organiserDigest.title': '您的活动',
  'organiserDigest.text': '{day}，您各项活动的现状和新动态如下。',
  'organiserDigest.taken': '共 {capacity, number} 个名额，已占用 {taken, number} 个',
  'organiserDigest.waitlisted': '候补 {waitlisted, number} 人',
  'organiserDigest.news':
    '{newRegistrations, plural, =0 {无新增报名} other {新增报名 # 个}}，{cancellations, plural, =0 {无取消} other {取消 # 个}}',

  'footer.registration': '您收到此邮件，是因为您在 {site} 上报名了该活动。',
  'footer.account': '您收到此邮件，是因为 {site} 上有一个账号使用了此地址。',
  'footer.digest': '您收到此邮件，是因为您在 {site} 上组织活动。',
  unsubscribe: '不再接收此类邮件',
}
