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
  readonly type?: 'slack' | 'msteams' | 'discord' | 'rocket' | 'gchat';
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
   * Secret with the address, in the same namespace.
   */
  readonly secretRef?: {
    /**
     * Name of the Secret.
     */
    readonly name: string;
  };
}
