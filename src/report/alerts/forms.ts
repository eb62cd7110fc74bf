import type { AlertType } from '../../domain/alert-provider.ts';
import { discord, rocket, slack } from './chat.ts';
import type { Form } from './form.ts';
import { gchat } from './gchat.ts';
import { msteams } from './teams.ts';
import { webhook } from './webhook.ts';

export const FORMS: Readonly<Record<AlertType, Form>> = { slack, msteams, discord, rocket, gchat, webhook };
