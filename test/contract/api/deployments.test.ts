import { expect, test } from '@jest/globals';
import type { Json } from '../session.ts';
import { complaints, container, deployment, refusal } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const DEPLOYMENTS = 'apps/v1/deployments';

describeContract('Deployments', (api) => {
  const make = (spec: object = {}, pod: object = {}) => {
    const name = api().name();
    return api().post(api().at(DEPLOYMENTS), deployment(name, spec, pod));
  };
  const spec = async (...of: Parameters<typeof make>): Promise<Json> =>
    (await api().must(201, make(...of))).spec;

  test('have these defaults', async () => {
    const { selector: _selector, template, ...rest } = await spec({ replicas: undefined, paused: undefined });
    expect(rest).toEqual({
      replicas: 1,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
    expect(template.spec).toEqual({
      containers: [
        {
          name: 'app',
          image: 'example.org/app:1',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    });
  });

  test('have defaults in probes, ports, environments and volumes', async () => {
    const { template } = await spec(
      {},
      {
        containers: [
          container({
            ports: [{ containerPort: 80 }],
            readinessProbe: { httpGet: { port: 80 } },
            livenessProbe: { exec: { command: ['x'] } },
            env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
          }),
        ],
        volumes: [
          { name: 'a', configMap: { name: 'x' } },
          { name: 'b', secret: { secretName: 'x' } },
        ],
        serviceAccountName: 'other',
      },
    );
    const [made] = template.spec.containers;
    expect(made.ports).toEqual([{ containerPort: 80, protocol: 'TCP' }]);
    const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
    expect(made.readinessProbe).toEqual({ httpGet: { port: 80, path: '/', scheme: 'HTTP' }, ...probe });
    expect(made.livenessProbe).toEqual({ exec: { command: ['x'] }, ...probe });
    expect(made.env[0].valueFrom.fieldRef).toEqual({ apiVersion: 'v1', fieldPath: 'status.podIP' });
    expect(template.spec.volumes).toEqual([
      { name: 'a', configMap: { name: 'x', defaultMode: 420 } },
      { name: 'b', secret: { secretName: 'x', defaultMode: 420 } },
    ]);
    expect(template.spec).toMatchObject({ serviceAccountName: 'other', serviceAccount: 'other' });
  });

  test.each([
    ['example.org/app', 'Always'],
    ['example.org/app:latest', 'Always'],
    ['example.org:5000/app', 'Always'],
    ['example.org/app:2', 'IfNotPresent'],
    [
      'example.org/app@sha256:0123456789012345678901234567890123456789012345678901234567890123',
      'IfNotPresent',
    ],
  ])('pull %s %s', async (image, policy) => {
    expect(
      (await spec({}, { containers: [container({ image })] })).template.spec.containers[0].imagePullPolicy,
    ).toBe(policy);
  });

  test('write quantities in their canonical form', async () => {
    const resources = { requests: { cpu: '0.5', memory: '1024Mi' }, limits: { cpu: 1, memory: '1Gi' } };
    const [made] = (await spec({}, { containers: [container({ resources })] })).template.spec.containers;
    expect(made.resources).toEqual({
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { cpu: '1', memory: '1Gi' },
    });
  });

  test.each<[string, object, object, string[]]>([
    [
      'a selector that does not select',
      { selector: { matchLabels: { app: 'other' } } },
      {},
      ['FieldValueInvalid spec.template.metadata.labels'],
    ],
    ['negative replicas', { replicas: -1 }, {}, ['FieldValueInvalid spec.replicas']],
    ['no containers', {}, { containers: [] }, ['FieldValueRequired spec.template.spec.containers']],
    [
      'two containers of a name',
      {},
      { containers: [container(), container()] },
      ['FieldValueDuplicate spec.template.spec.containers[1].name'],
    ],
    [
      'a container without an image',
      {},
      { containers: [{ name: 'app' }] },
      ['FieldValueRequired spec.template.spec.containers[0].image'],
    ],
    [
      'a bad name of a container',
      {},
      { containers: [container({ name: 'Bad' })] },
      ['FieldValueInvalid spec.template.spec.containers[0].name'],
    ],
    [
      'a port out of range',
      {},
      { containers: [container({ ports: [{ containerPort: 70000 }] })] },
      ['FieldValueInvalid spec.template.spec.containers[0].ports[0].containerPort'],
    ],
    [
      'a mount without a volume',
      {},
      { containers: [container({ volumeMounts: [{ name: 'x', mountPath: '/x' }] })] },
      ['FieldValueNotFound spec.template.spec.containers[0].volumeMounts[0].name'],
    ],
    [
      'pods that end',
      {},
      { restartPolicy: 'Never' },
      ['FieldValueNotSupported spec.template.spec.restartPolicy'],
    ],
    [
      'a strategy that is none',
      { strategy: { type: 'Sideways' } },
      {},
      ['FieldValueNotSupported spec.strategy'],
    ],
  ])('with %s are refused', async (_what, of, pod, expected) => {
    const answer = await make(of, pod);
    expect(answer.status).toBe(422);
    expect(complaints(answer)).toEqual(expected);
  });

  test('need a selector', async () => {
    expect(complaints(await make({ selector: undefined }))).toEqual(
      expect.arrayContaining(['FieldValueRequired spec.selector']),
    );
  });

  test('keep their selector', async () => {
    const { metadata } = await api().must(201, make());
    const answer = await api().merge(api().at(DEPLOYMENTS, metadata.name), {
      spec: {
        selector: { matchLabels: { app: null, b: 'c' } },
        template: { metadata: { labels: { b: 'c' } } },
      },
    });
    expect(complaints(answer)).toEqual(['FieldValueInvalid spec.selector']);
  });

  test('cannot be decoded with a wrong type', async () => {
    const answer = await make({ replicas: 'three' });
    expect(refusal(answer)).toMatchObject({ status: 400, reason: 'BadRequest' });
  });

  test('warn of unknown fields, and refuse them when asked to', async () => {
    const name = api().name();
    const body = deployment(name, { unknown: 1 });
    const strict = await api().post(api().at(DEPLOYMENTS), body, { fieldValidation: 'Strict' });
    expect(strict.status).toBe(400);
    expect(strict.body.message).toContain('strict decoding error: unknown field "spec.unknown"');
    const { status, headers } = await api().post(api().at(DEPLOYMENTS), body);
    expect([status, headers['warning']]).toEqual([201, '299 - "unknown field \\"spec.unknown\\""']);
  });

  test('are scaled through a subresource', async () => {
    const { metadata } = await api().must(201, make());
    const path = api().at(DEPLOYMENTS, metadata.name, 'scale');
    const scale = await api().read(path);
    expect(scale).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name: metadata.name, uid: metadata.uid },
      spec: {},
      status: { replicas: 0, selector: `app=${metadata.name}` },
    });
    expect(
      (await api().put(path, { ...scale, metadata: { name: metadata.name }, spec: { replicas: 0 } })).status,
    ).toBe(200);
    const negative = await api().merge(path, { spec: { replicas: -1 } });
    expect(complaints(negative)).toEqual(['FieldValueInvalid spec.replicas']);
    const old = { ...scale, metadata: { ...scale.metadata, resourceVersion: '1' } };
    expect(refusal(await api().put(path, old))).toMatchObject({ status: 409, reason: 'Conflict' });
  });

  test('are printed in these columns', async () => {
    const { metadata } = await api().must(201, make());
    const accept = 'application/json;as=Table;g=meta.k8s.io;v=v1';
    const { body } = await api().get(api().at(DEPLOYMENTS, metadata.name), {}, accept);
    expect(body.columnDefinitions.map((one: Json) => `${one.name} ${one.priority}`)).toEqual([
      'Name 0',
      'Ready 0',
      'Up-to-date 0',
      'Available 0',
      'Age 0',
      'Containers 1',
      'Images 1',
      'Selector 1',
    ]);
    expect(body.rows[0].cells.slice(0, 4)).toEqual([metadata.name, '0/0', 0, 0]);
    expect(body.rows[0].cells.slice(5)).toEqual(['app', 'example.org/app:1', `app=${metadata.name}`]);
  });
});
