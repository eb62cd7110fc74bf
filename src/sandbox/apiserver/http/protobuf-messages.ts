/** Field number to name and type: `[]` a list, `map[]` a map, `*` a pointer, whose zero is not absence. */
export type Message = Readonly<Record<number, readonly [name: string, type: string]>>;

/** One line a message: `Name number:field:type …`. Numbers are those of Kubernetes' generated.proto files. */
const NOTATION = `
ObjectMeta 1:name:string 2:generateName:string 3:namespace:string 5:uid:string 6:resourceVersion:string 11:labels:map[string] 12:annotations:map[string] 13:ownerReferences:[]OwnerReference 14:finalizers:[]string
OwnerReference 1:kind:string 3:name:string 4:uid:string 5:apiVersion:string 6:controller:*bool 7:blockOwnerDeletion:*bool
LabelSelector 1:matchLabels:map[string] 2:matchExpressions:[]LabelExpression
LabelExpression 1:key:string 2:operator:string 3:values:[]string
Namespace 1:metadata:ObjectMeta
ConfigMap 1:metadata:ObjectMeta 2:data:map[string] 3:binaryData:map[bytes] 4:immutable:*bool
Secret 1:metadata:ObjectMeta 2:data:map[bytes] 3:type:string 4:stringData:map[string] 5:immutable:*bool
ServiceAccount 1:metadata:ObjectMeta
Service 1:metadata:ObjectMeta 2:spec:ServiceSpec
ServiceSpec 1:ports:[]ServicePort 2:selector:map[string] 3:clusterIP:string 4:type:string 10:externalName:string
ServicePort 1:name:string 2:protocol:string 3:port:int 4:targetPort:intstr 5:nodePort:int 6:appProtocol:string
Deployment 1:metadata:ObjectMeta 2:spec:DeploymentSpec
DeploymentSpec 1:replicas:*int 2:selector:LabelSelector 3:template:PodTemplate 4:strategy:DeploymentStrategy 5:minReadySeconds:int 6:revisionHistoryLimit:*int 7:paused:bool 9:progressDeadlineSeconds:*int
DeploymentStrategy 1:type:string 2:rollingUpdate:RollingUpdate
RollingUpdate 1:maxUnavailable:intstr 2:maxSurge:intstr
PodTemplate 1:metadata:ObjectMeta 2:spec:PodSpec
Pod 1:metadata:ObjectMeta 2:spec:PodSpec
PodSpec 2:containers:[]Container 3:restartPolicy:string 4:terminationGracePeriodSeconds:*int 6:dnsPolicy:string 7:nodeSelector:map[string] 8:serviceAccountName:string 10:nodeName:string
Container 1:name:string 2:image:string 3:command:[]string 4:args:[]string 5:workingDir:string 6:ports:[]ContainerPort 7:env:[]Env 8:resources:Resources 14:imagePullPolicy:string
ContainerPort 1:name:string 2:hostPort:int 3:containerPort:int 4:protocol:string
Env 1:name:string 2:value:string
Resources 1:limits:map[quantity] 2:requests:map[quantity]
HorizontalPodAutoscaler 1:metadata:ObjectMeta 2:spec:HpaSpec
HpaSpec 1:scaleTargetRef:HpaTarget 2:minReplicas:*int 3:maxReplicas:int 4:targetCPUUtilizationPercentage:*int
HpaTarget 1:kind:string 2:name:string 3:apiVersion:string
PodDisruptionBudget 1:metadata:ObjectMeta 2:spec:PdbSpec
PdbSpec 1:minAvailable:intstr 2:selector:LabelSelector 3:maxUnavailable:intstr
Role 1:metadata:ObjectMeta 2:rules:[]PolicyRule
ClusterRole 1:metadata:ObjectMeta 2:rules:[]PolicyRule
PolicyRule 1:verbs:[]string 2:apiGroups:[]string 3:resources:[]string 4:resourceNames:[]string 5:nonResourceURLs:[]string
RoleBinding 1:metadata:ObjectMeta 2:subjects:[]Subject 3:roleRef:RoleRef
ClusterRoleBinding 1:metadata:ObjectMeta 2:subjects:[]Subject 3:roleRef:RoleRef
Subject 1:kind:string 2:apiGroup:string 3:name:string 4:namespace:string
RoleRef 1:apiGroup:string 2:kind:string 3:name:string
SelfSubjectAccessReview 1:metadata:ObjectMeta 2:spec:AccessReviewSpec
AccessReviewSpec 1:resourceAttributes:ResourceAttributes 2:nonResourceAttributes:NonResourceAttributes
ResourceAttributes 1:namespace:string 2:verb:string 3:group:string 4:version:string 5:resource:string 6:subresource:string 7:name:string
NonResourceAttributes 1:path:string 2:verb:string
SelfSubjectRulesReview 1:metadata:ObjectMeta
SelfSubjectReview 1:metadata:ObjectMeta
Event 1:metadata:ObjectMeta 2:involvedObject:ObjectReference 3:reason:string 4:message:string 5:source:EventSource 8:count:int 9:type:string
ObjectReference 1:kind:string 2:namespace:string 3:name:string 4:uid:string 5:apiVersion:string 6:resourceVersion:string 7:fieldPath:string
EventSource 1:component:string 2:host:string
DeleteOptions 1:gracePeriodSeconds:*int 2:preconditions:Preconditions 3:orphanDependents:*bool 4:propagationPolicy:string 5:dryRun:[]string
Preconditions 1:uid:string 2:resourceVersion:string
`;

const fieldOf = (text: string): [number, [string, string]] => {
  const [number = '', name = '', type = ''] = text.split(':');
  return [Number(number), [name, type]];
};

const messageOf = (line: string): [string, Message] => {
  const [name = '', ...fields] = line.split(' ');
  return [name, Object.fromEntries(fields.map(fieldOf))];
};

export const MESSAGES: Readonly<Record<string, Message>> = Object.fromEntries(
  NOTATION.trim().split('\n').map(messageOf),
);
