import type { Words } from '../words.ts';
import type { intake as es } from '../es/intake.ts';

export const intake: Words<typeof es> = {
  chat: {
    title: 'Paste WhatsApp',
    text: 'Conversation',
    textPlaceholder: 'Paste the exported conversation or the copied messages here',
    textHint: 'On the phone: Export chat, without media. What you copy in WhatsApp Web works too.',
    client: 'Client',
    name: 'Title',
    order: 'The dates of this conversation',
    orders: { dmy: 'day/month', mdy: 'month/day', ymd: 'year-month-day' },
    unreadable: 'There is no message in the form in which WhatsApp exports them.',
    undated_one: 'One message has a date that does not exist in that order.',
    undated_other: '{{count}} messages have a date that does not exist in that order.',
    senders: 'Who writes',
    authorised: 'Authorised',
    notAuthorised: 'Not authorised on that day',
    unknown: 'Not among the contacts',
    team: 'Of the team',
    isTeam: '{{name}} is of the team',
    count_one: '1 message',
    count_other: '{{count}} messages',
    messages: 'Messages',
    more_one: 'and 1 more',
    more_other: 'and {{count}} more',
    received: 'Received on {{at}}',
    edited: 'edited',
    submit: 'Create ticket',
    created: 'Ticket {{code}} created with its conversation',
  },
};
