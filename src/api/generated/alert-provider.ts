// Generated from crds/ by scripts/generate-api.ts. Do not edit.
import type { ObjectMeta } from '../objects.ts';

/**
 * Where alerts about Canaries are sent.
 */
export interface AlertProvider {
  readonly apiVersion: 'flagger.app/v1beta1';
  readonly kind: 'AlertProvider';
  readonly metadata: ObjectMeta;
  readonly spec?: AlertProviderSpec;
  readonly [key: string]: unknown;
}
export interface AlertProviderSpec {
  /**
   * Kind of the receiver.
   */
  readonly type?: 'slack' | 'msteams' | 'discord' | 'rocket' | 'gchat' | 'webhook';
  /**
   * Channel to post to.
   */
  readonly channel?: string;
  /**
   * Name to post as.
   */
  readonly username?: string;
  /**
   * Address of the webhook.
   */
  readonly address?: string;
  /**
   * Address of an HTTP proxy.
   */
  readonly proxy?: string;
  /**
   * Form of messages to Microsoft Teams. Default: adaptiveCard for the addresses of Workflows, else messageCard.
   */
  readonly format?: 'messageCard' | 'adaptiveCard';
  /**
   * Secret in the same namespace: its key address, and for some types a token.
   */
  readonly secretRef?: {
    /**
     * Name of the Secret.
     */
    readonly name: string;
  };
}
