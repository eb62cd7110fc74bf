import type { ResourceName } from '../core.ts';
import { isRec } from '../json.ts';
import type { Rec } from '../json.ts';

interface ReviewKind extends ResourceName {
  readonly kind: string;
  readonly answer: (user: string) => Rec;
}

const ALL = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
const allowed = (): Rec => ({ allowed: true, reason: 'the sandbox allows everything' });

const AUTHORIZATION = 'authorization.k8s.io';

/** Questions about oneself, which are answered and not stored. Everybody may do everything here. */
export const reviewKinds: readonly ReviewKind[] = [
  {
    group: AUTHORIZATION,
    version: 'v1',
    kind: 'SelfSubjectAccessReview',
    plural: 'selfsubjectaccessreviews',
    answer: allowed,
  },
  {
    group: AUTHORIZATION,
    version: 'v1',
    kind: 'SubjectAccessReview',
    plural: 'subjectaccessreviews',
    answer: allowed,
  },
  {
    group: AUTHORIZATION,
    version: 'v1',
    kind: 'SelfSubjectRulesReview',
    plural: 'selfsubjectrulesreviews',
    answer: () => ({ resourceRules: ALL, nonResourceRules: [], incomplete: false }),
  },
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    kind: 'SelfSubjectReview',
    plural: 'selfsubjectreviews',
    answer: (user) => ({ userInfo: { username: user, groups: ['system:authenticated'] } }),
  },
];

/** The answered review; undefined when the place is none. */
export const answerReview = (type: ResourceName, body: unknown, user: string): Rec | undefined => {
  const review = reviewKinds.find(
    ({ group, version, plural }) =>
      group === type.group && version === type.version && plural === type.plural,
  );
  if (review === undefined) return undefined;
  return { ...(isRec(body) ? body : {}), status: review.answer(user) };
};
