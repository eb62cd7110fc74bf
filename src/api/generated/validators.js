// Generated from crds/ by scripts/generate-api.ts. Do not edit.
var __getOwnPropNames=Object.getOwnPropertyNames;var __commonJS=(cb,mod)=>function(){try{return mod||(0,cb[__getOwnPropNames(cb)[0]])((mod={exports:{}}).exports,mod),mod.exports}catch(e){throw mod=0,e}};var require_ucs2length=__commonJS({"node_modules/ajv/dist/runtime/ucs2length.js"(exports){"use strict";Object.defineProperty(exports,"__esModule",{value:!0});function ucs2length(str){
let len=str.length,length=0,pos=0,value;for(;pos<len;)length++,value=str.charCodeAt(pos++),value>=55296&&value<=56319&&pos<len&&(value=str.charCodeAt(pos),(value&
64512)===56320&&pos++);return length}exports.default=ucs2length;ucs2length.code='require("ajv/dist/runtime/ucs2length").default'}});var isCanary=validate10,schema11={type:"object",properties:{apiVersion:{const:"flagger.app/v1beta1"},kind:{const:"Canary"},metadata:{type:"object"},spec:{type:"\
object",required:["targetRef","analysis"],properties:{provider:{type:"string",enum:["apisix","appmesh","appmesh:v1beta2","contour","gatewayapi:v1","gatewayapi:v\
1beta1","gloo","istio","knative","kubernetes","kuma","linkerd","nginx","osm","skipper","smi:v1alpha1","smi:v1alpha2","smi:v1alpha3","traefik"]},metricsServer:{type:"\
string"},progressDeadlineSeconds:{type:"number"},targetRef:{type:"object",required:["apiVersion","kind","name"],properties:{apiVersion:{type:"string"},kind:{type:"\
string",enum:["DaemonSet","Deployment","Service"]},name:{type:"string"}},additionalProperties:!1},autoscalerRef:{type:"object",required:["apiVersion","kind","na\
me"],properties:{apiVersion:{type:"string"},kind:{type:"string",enum:["HorizontalPodAutoscaler","ScaledObject"]},name:{type:"string"},primaryScalerQueries:{type:"\
object",additionalProperties:{type:"string"}},primaryScalerReplicas:{type:"object",properties:{minReplicas:{type:"integer",minimum:1},maxReplicas:{type:"integer",
minimum:1}},additionalProperties:!1}},additionalProperties:!1},ingressRef:{type:"object",required:["apiVersion","kind","name"],properties:{apiVersion:{type:"str\
ing"},kind:{type:"string",enum:["Ingress"]},name:{type:"string"}},additionalProperties:!1},routeRef:{type:"object",required:["apiVersion","kind","name"],properties:{
apiVersion:{type:"string"},kind:{type:"string",enum:["ApisixRoute"]},name:{type:"string"}},additionalProperties:!1},upstreamRef:{type:"object",required:["apiVer\
sion","kind","name"],properties:{apiVersion:{type:"string"},kind:{type:"string",enum:["Upstream"]},name:{type:"string"},namespace:{type:"string"}},additionalProperties:!1},
service:{type:"object",required:["port"],properties:{name:{type:"string"},port:{type:"number"},portName:{type:"string"},targetPort:{type:["integer","string"]},appProtocol:{
type:"string"},trafficDistribution:{type:"string",enum:["PreferClose","PreferSameZone","PreferSameNode"]},portDiscovery:{type:"boolean"},headless:{type:"boolean"},
timeout:{type:"string"},backendTimeout:{type:"string"},hosts:{type:"array",items:{type:"string"}},gateways:{type:"array",items:{type:"string"}},gatewayRefs:{type:"\
array",maxItems:32,items:{type:"object",required:["name"],properties:{group:{type:"string",maxLength:253,pattern:"^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([\
-a-z0-9]*[a-z0-9])?)*$"},kind:{type:"string",minLength:1,maxLength:63,pattern:"^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$"},name:{type:"string",minLength:1,maxLength:253},
namespace:{type:"string",minLength:1,maxLength:63,pattern:"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},sectionName:{type:"string",minLength:1,maxLength:253,pattern:"^[a-z\
0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},port:{type:"integer",format:"int32",minimum:1,maximum:65535}},additionalProperties:!1}},delegation:{
type:"boolean"},keepForeignRoutes:{type:"boolean"},match:{type:"array",items:{type:"object",properties:{name:{type:"string"},uri:{type:"object",oneOf:[{not:{anyOf:[
{required:["exact"]},{required:["prefix"]},{required:["regex"]}]}},{required:["exact"]},{required:["prefix"]},{required:["regex"]}],properties:{exact:{type:"str\
ing"},prefix:{type:"string"},regex:{type:"string"}},additionalProperties:!1},scheme:{type:"object",oneOf:[{not:{anyOf:[{required:["exact"]},{required:["prefix"]},
{required:["regex"]}]}},{required:["exact"]},{required:["prefix"]},{required:["regex"]}],properties:{exact:{type:"string"},prefix:{type:"string"},regex:{type:"s\
tring"}},additionalProperties:!1},method:{type:"object",oneOf:[{not:{anyOf:[{required:["exact"]},{required:["prefix"]},{required:["regex"]}]}},{required:["exact"]},
{required:["prefix"]},{required:["regex"]}],properties:{exact:{type:"string"},prefix:{type:"string"},regex:{type:"string"}},additionalProperties:!1},authority:{
type:"object",oneOf:[{not:{anyOf:[{required:["exact"]},{required:["prefix"]},{required:["regex"]}]}},{required:["exact"]},{required:["prefix"]},{required:["rege\
x"]}],properties:{exact:{type:"string"},prefix:{type:"string"},regex:{type:"string"}},additionalProperties:!1},headers:{type:"object",additionalProperties:{type:"\
object",oneOf:[{not:{anyOf:[{required:["exact"]},{required:["prefix"]},{required:["regex"]}]}},{required:["exact"]},{required:["prefix"]},{required:["regex"]}],
properties:{exact:{type:"string"},prefix:{type:"string"},regex:{type:"string"}},additionalProperties:!1}},withoutHeaders:{type:"object",additionalProperties:{type:"\
object",oneOf:[{not:{anyOf:[{required:["exact"]},{required:["prefix"]},{required:["regex"]}]}},{required:["exact"]},{required:["prefix"]},{required:["regex"]}],
properties:{exact:{type:"string"},prefix:{type:"string"},regex:{type:"string"}},additionalProperties:!1}},queryParams:{type:"object",additionalProperties:{type:"\
object",oneOf:[{not:{anyOf:[{required:["exact"]},{required:["prefix"]},{required:["regex"]}]}},{required:["exact"]},{required:["prefix"]},{required:["regex"]}],
properties:{exact:{type:"string"},prefix:{type:"string"},regex:{type:"string"}},additionalProperties:!1}},port:{type:"integer"},sourceLabels:{type:"object",additionalProperties:{
type:"string"}},sourceNamespace:{type:"string"},gateways:{type:"array",items:{type:"string"}},ignoreUriCase:{type:"boolean"}},additionalProperties:!1}},rewrite:{
type:"object",properties:{uri:{type:"string"},authority:{type:"string"},type:{type:"string"}},additionalProperties:!1},retries:{type:"object",properties:{attempts:{
type:"integer",format:"int32"},perTryTimeout:{type:"string"},retryOn:{type:"string"}},additionalProperties:!1},headers:{type:"object",properties:{request:{type:"\
object",properties:{add:{type:"object",additionalProperties:{type:"string"}},set:{type:"object",additionalProperties:{type:"string"}},remove:{type:"array",items:{
type:"string"}}},additionalProperties:!1},response:{type:"object",properties:{add:{type:"object",additionalProperties:{type:"string"}},set:{type:"object",additionalProperties:{
type:"string"}},remove:{type:"array",items:{type:"string"}}},additionalProperties:!1}},additionalProperties:!1},mirror:{type:"array",items:{type:"object",required:[
"backendRef"],properties:{backendRef:{type:"object",required:["name"],"x-kubernetes-validations":[{message:"A Service needs a port.",rule:"(size(self.group) == \
0 && self.kind == 'Service') ? has(self.port) : true"}],properties:{group:{type:"string",maxLength:253,pattern:"^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a\
-z0-9]*[a-z0-9])?)*$"},kind:{type:"string",minLength:1,maxLength:63,pattern:"^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$"},name:{type:"string",minLength:1,maxLength:253},
namespace:{type:"string",minLength:1,maxLength:63,pattern:"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},port:{type:"integer",format:"int32",minimum:1,maximum:65535}},additionalProperties:!1}},
additionalProperties:!1}},corsPolicy:{type:"object",properties:{allowOrigin:{type:"array",items:{type:"string"}},allowOrigins:{type:"array",items:{type:"object",
oneOf:[{required:["exact"]},{required:["prefix"]},{required:["regex"]}],properties:{exact:{type:"string"},prefix:{type:"string"},regex:{type:"string"}},additionalProperties:!1}},
allowMethods:{type:"array",items:{type:"string"}},allowHeaders:{type:"array",items:{type:"string"}},exposeHeaders:{type:"array",items:{type:"string"}},maxAge:{type:"\
string"},allowCredentials:{type:"boolean"}},additionalProperties:!1},trafficPolicy:{type:"object",properties:{connectionPool:{type:"object",properties:{http:{type:"\
object",properties:{http1MaxPendingRequests:{type:"integer",format:"int32"},http2MaxRequests:{type:"integer",format:"int32"},maxRequestsPerConnection:{type:"int\
eger",format:"int32"},maxRetries:{type:"integer",format:"int32"},idleTimeout:{type:"string"},h2UpgradePolicy:{type:"string",enum:["DEFAULT","DO_NOT_UPGRADE","UP\
GRADE"]}},additionalProperties:!1}},additionalProperties:!1},loadBalancer:{type:"object",oneOf:[{required:["simple"]},{required:["consistentHash"],properties:{consistentHash:{
oneOf:[{required:["httpHeaderName"]},{required:["httpCookie"]},{required:["useSourceIp"]},{required:["httpQueryParameterName"]}]}}}],properties:{simple:{type:"s\
tring",enum:["ROUND_ROBIN","LEAST_CONN","RANDOM","PASSTHROUGH","LEAST_REQUEST"]},consistentHash:{type:"object",properties:{httpHeaderName:{type:"string"},httpQueryParameterName:{
type:"string"},httpCookie:{type:"object",properties:{name:{type:"string"},path:{type:"string"},ttl:{type:"string"}},additionalProperties:!1},useSourceIp:{type:"\
boolean"},minimumRingSize:{type:"integer"}},additionalProperties:!1},localityLbSetting:{type:"object",properties:{enabled:{type:"boolean"},distribute:{type:"arr\
ay",items:{type:"object",properties:{from:{type:"string"},to:{type:"object",additionalProperties:{type:"integer"}}},additionalProperties:!1}},failover:{type:"ar\
ray",items:{type:"object",properties:{from:{type:"string"},to:{type:"string"}},additionalProperties:!1}}},additionalProperties:!1},warmupDurationSecs:{type:"str\
ing"}},additionalProperties:!1},outlierDetection:{type:"object",properties:{consecutive5xxErrors:{type:"integer"},consecutiveErrors:{type:"integer",format:"int3\
2"},consecutiveGatewayErrors:{type:"integer",format:"int32"},consecutiveLocalOriginFailures:{type:"integer",format:"int32"},splitExternalLocalOriginErrors:{type:"\
boolean"},interval:{type:"string"},baseEjectionTime:{type:"string"},maxEjectionPercent:{type:"integer",format:"int32"},minHealthPercent:{type:"integer",format:"\
int32"}},additionalProperties:!1},tls:{type:"object",properties:{mode:{type:"string",enum:["DISABLE","SIMPLE","MUTUAL","ISTIO_MUTUAL"]},clientCertificate:{type:"\
string"},privateKey:{type:"string"},caCertificates:{type:"string"},subjectAltNames:{type:"array",items:{type:"string"}},sni:{type:"string"}},additionalProperties:!1}},
additionalProperties:!1},apex:{type:"object",properties:{labels:{type:"object",additionalProperties:{type:"string"}},annotations:{type:"object",additionalProperties:{
type:"string"}}},additionalProperties:!1},primary:{type:"object",properties:{labels:{type:"object",additionalProperties:{type:"string"}},annotations:{type:"obje\
ct",additionalProperties:{type:"string"}}},additionalProperties:!1},canary:{type:"object",properties:{labels:{type:"object",additionalProperties:{type:"string"}},
annotations:{type:"object",additionalProperties:{type:"string"}}},additionalProperties:!1},unmanagedMetadata:{type:"object",properties:{annotations:{type:"array",
items:{type:"string"}},labels:{type:"array",items:{type:"string"}}},additionalProperties:!1},meshName:{type:"string"},backends:{type:"array",items:{type:"string"}}},
additionalProperties:!1},skipAnalysis:{type:"boolean"},revertOnDeletion:{type:"boolean"},suspend:{type:"boolean"},analysis:{type:"object",oneOf:[{required:["int\
erval","threshold","iterations"]},{required:["interval","threshold","stepWeight"]},{required:["interval","threshold","stepWeights"]}],properties:{interval:{type:"\
string",pattern:"^[0-9]+(m|s)"},settleTime:{type:"string"},threshold:{type:"number"},iterations:{type:"number"},stepWeight:{type:"number"},stepWeights:{type:"ar\
ray",items:{type:"number"}},maxWeight:{type:"number"},stepWeightPromotion:{type:"number"},mirror:{type:"boolean"},mirrorWeight:{type:"number"},primaryReadyThreshold:{
type:"number"},canaryReadyThreshold:{type:"number"},match:{type:"array",items:{type:"object",properties:{headers:{type:"object",additionalProperties:{type:"obje\
ct",oneOf:[{required:["exact"]},{required:["prefix"]},{required:["suffix"]},{required:["regex"]}],properties:{exact:{type:"string"},prefix:{type:"string"},suffix:{
type:"string"},regex:{type:"string"}},additionalProperties:!1}},queryParams:{type:"object",additionalProperties:{type:"object",oneOf:[{not:{anyOf:[{required:["e\
xact"]},{required:["prefix"]},{required:["regex"]}]}},{required:["exact"]},{required:["prefix"]},{required:["regex"]}],properties:{exact:{type:"string"},prefix:{
type:"string"},regex:{type:"string"}},additionalProperties:!1}},sourceLabels:{type:"object",additionalProperties:{type:"string"}}},additionalProperties:!1}},metrics:{
type:"array",items:{type:"object",required:["name"],properties:{name:{type:"string"},interval:{type:"string",pattern:"^[0-9]+(m|s)"},threshold:{type:"number"},thresholdRange:{
type:"object",properties:{min:{type:"number"},max:{type:"number"}},additionalProperties:!1},onNoData:{type:"string",enum:["fail","skip","hold"]},query:{type:"st\
ring"},templateRef:{type:"object",required:["name"],properties:{name:{type:"string"},namespace:{type:"string"}},additionalProperties:!1},templateVariables:{type:"\
object",additionalProperties:{type:"string"}}},additionalProperties:!1}},alerts:{type:"array",items:{type:"object",required:["name","providerRef"],properties:{name:{
type:"string"},severity:{type:"string",enum:["","info","warn","error"]},providerRef:{type:"object",required:["name"],properties:{name:{type:"string"},namespace:{
type:"string"}},additionalProperties:!1}},additionalProperties:!1}},webhooks:{type:"array",items:{type:"object",required:["name","url"],properties:{name:{type:"\
string"},type:{type:"string",enum:["","confirm-rollout","pre-rollout","rollout","confirm-promotion","post-rollout","event","rollback","confirm-traffic-increase"]},
url:{type:"string"},timeout:{type:"string",pattern:"^[0-9]+(m|s)"},retries:{type:"number"},disableTLS:{type:"boolean"},muteAlert:{type:"boolean"},metadata:{type:"\
object",additionalProperties:{type:"string"}}},additionalProperties:!1}},sessionAffinity:{type:"object",required:["cookieName"],properties:{cookieName:{type:"st\
ring"},primaryCookieName:{type:"string"},maxAge:{type:"number"},domain:{type:"string"},path:{type:"string"},httpOnly:{type:"boolean"},secure:{type:"boolean"},sameSite:{
type:"string",enum:["Strict","Lax","None"]},partitioned:{type:"boolean"}},additionalProperties:!1}},additionalProperties:!1}},additionalProperties:!1},status:{type:"\
object",properties:{phase:{type:"string",enum:["","Initializing","Initialized","Waiting","Progressing","WaitingPromotion","Promoting","Finalising","Succeeded","\
Failed","Terminating","Terminated"]},canaryWeight:{type:"number"},failedChecks:{type:"number"},iterations:{type:"number"},lastAppliedSpec:{type:"string"},lastPromotedSpec:{
type:"string"},lastTrackedRevision:{type:"string"},trackedConfigs:{type:"object",additionalProperties:{type:"string"}},lastTransitionTime:{type:"string",format:"\
date-time"},sessionAffinityCookie:{type:"string"},primarySessionAffinityCookie:{type:"string"},previousSessionAffinityCookie:{type:"string"},observedGeneration:{
type:"integer",format:"int64"},command:{type:"object",properties:{text:{type:"string"},accepted:{type:"boolean"},message:{type:"string"},at:{type:"string",format:"\
date-time"}},additionalProperties:!1},leaderEpoch:{type:"integer",format:"int64"},conditions:{type:"array",items:{type:"object",required:["type","status","reaso\
n"],properties:{type:{type:"string"},status:{type:"string"},reason:{type:"string"},message:{type:"string"},lastUpdateTime:{type:"string",format:"date-time"},lastTransitionTime:{
type:"string",format:"date-time"},observedGeneration:{type:"integer",format:"int64"}},additionalProperties:!1}},run:{type:"object",properties:{id:{type:"string"},
revision:{type:"string"},trackedConfigs:{type:"object",additionalProperties:{type:"string"}},startedAt:{type:"string",format:"date-time"},stageSince:{type:"stri\
ng",format:"date-time"},steppedAt:{type:"string",format:"date-time"},dueAt:{type:"string",format:"date-time"},intent:{type:"string",enum:["advance","rollBack","\
finish","revert","restart","handOver"]},reason:{type:"string"},strategy:{type:"string",enum:["canary","ab-testing","blue-green"]},trafficSeq:{type:"integer",format:"\
int64"},audience:{type:"string",enum:["everyone","matched"]},mirrored:{type:"boolean"},retry:{type:"boolean"},heals:{type:"boolean"},tick:{type:"integer",format:"\
int64"},inconclusive:{type:"integer",format:"int64"},passedHooks:{type:"array",items:{type:"string"}},drainUntil:{type:"string",format:"date-time"},primaryFloor:{
type:"object",properties:{replicas:{type:"integer",format:"int64"},readyWith:{type:"integer",format:"int64"},until:{type:"string",format:"date-time"}},additionalProperties:!1},
announced:{type:"boolean"},lastCheck:{type:"object",properties:{verdict:{type:"string"},metric:{type:"string"},value:{type:"number"},bound:{type:"string"},window:{
type:"string"},reason:{type:"string"},weight:{type:"number"},at:{type:"string",format:"date-time"}},additionalProperties:!1}},additionalProperties:!1}},additionalProperties:!1}},
additionalProperties:!1,$id:"Canary",required:["apiVersion","kind","metadata"]},func2=Object.prototype.hasOwnProperty,func4=require_ucs2length().default,pattern0=new RegExp(
"^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$","u"),pattern1=new RegExp("^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$","u"),pattern2=new RegExp(
"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","u"),pattern3=new RegExp("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$","u"),pattern7=new RegExp("^[0-9]\
+(m|s)","u");function validate10(data,{instancePath="",parentData,parentDataProperty,rootData=data}={}){let vErrors=null,errors=0;if(data&&typeof data=="object"&&
!Array.isArray(data)){if(data.apiVersion===void 0){let err0={instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty:"apiVersion"},message:"\
must have required property 'apiVersion'"};vErrors===null?vErrors=[err0]:vErrors.push(err0),errors++}if(data.kind===void 0){let err1={instancePath,schemaPath:"#\
/required",keyword:"required",params:{missingProperty:"kind"},message:"must have required property 'kind'"};vErrors===null?vErrors=[err1]:vErrors.push(err1),errors++}
if(data.metadata===void 0){let err2={instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty:"metadata"},message:"must have required pro\
perty 'metadata'"};vErrors===null?vErrors=[err2]:vErrors.push(err2),errors++}for(let key0 in data)if(!(key0==="apiVersion"||key0==="kind"||key0==="metadata"||key0===
"spec"||key0==="status")){let err3={instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key0},message:"mu\
st NOT have additional properties"};vErrors===null?vErrors=[err3]:vErrors.push(err3),errors++}if(data.apiVersion!==void 0&&data.apiVersion!=="flagger.app/v1beta\
1"){let err4={instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue:"flagger.app/v1beta1"},message:"\
must be equal to constant"};vErrors===null?vErrors=[err4]:vErrors.push(err4),errors++}if(data.kind!==void 0&&data.kind!=="Canary"){let err5={instancePath:instancePath+
"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue:"Canary"},message:"must be equal to constant"};vErrors===null?vErrors=[err5]:vErrors.
push(err5),errors++}if(data.metadata!==void 0){let data2=data.metadata;if(!(data2&&typeof data2=="object"&&!Array.isArray(data2))){let err6={instancePath:instancePath+
"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err6]:vErrors.push(err6),
errors++}}if(data.spec!==void 0){let data3=data.spec;if(data3&&typeof data3=="object"&&!Array.isArray(data3)){if(data3.targetRef===void 0){let err7={instancePath:instancePath+
"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty:"targetRef"},message:"must have required property 'targetRef'"};vErrors===
null?vErrors=[err7]:vErrors.push(err7),errors++}if(data3.analysis===void 0){let err8={instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",
keyword:"required",params:{missingProperty:"analysis"},message:"must have required property 'analysis'"};vErrors===null?vErrors=[err8]:vErrors.push(err8),errors++}
for(let key1 in data3)if(!func2.call(schema11.properties.spec.properties,key1)){let err9={instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/additi\
onalProperties",keyword:"additionalProperties",params:{additionalProperty:key1},message:"must NOT have additional properties"};vErrors===null?vErrors=[err9]:vErrors.
push(err9),errors++}if(data3.provider!==void 0){let data4=data3.provider;if(typeof data4!="string"){let err10={instancePath:instancePath+"/spec/provider",schemaPath:"\
#/properties/spec/properties/provider/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err10]:vErrors.push(err10),errors++}
if(!(data4==="apisix"||data4==="appmesh"||data4==="appmesh:v1beta2"||data4==="contour"||data4==="gatewayapi:v1"||data4==="gatewayapi:v1beta1"||data4==="gloo"||data4===
"istio"||data4==="knative"||data4==="kubernetes"||data4==="kuma"||data4==="linkerd"||data4==="nginx"||data4==="osm"||data4==="skipper"||data4==="smi:v1alpha1"||
data4==="smi:v1alpha2"||data4==="smi:v1alpha3"||data4==="traefik")){let err11={instancePath:instancePath+"/spec/provider",schemaPath:"#/properties/spec/properti\
es/provider/enum",keyword:"enum",params:{allowedValues:schema11.properties.spec.properties.provider.enum},message:"must be equal to one of the allowed values"};
vErrors===null?vErrors=[err11]:vErrors.push(err11),errors++}}if(data3.metricsServer!==void 0&&typeof data3.metricsServer!="string"){let err12={instancePath:instancePath+
"/spec/metricsServer",schemaPath:"#/properties/spec/properties/metricsServer/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?
vErrors=[err12]:vErrors.push(err12),errors++}if(data3.progressDeadlineSeconds!==void 0&&typeof data3.progressDeadlineSeconds!="number"){let err13={instancePath:instancePath+
"/spec/progressDeadlineSeconds",schemaPath:"#/properties/spec/properties/progressDeadlineSeconds/type",keyword:"type",params:{type:"number"},message:"must be nu\
mber"};vErrors===null?vErrors=[err13]:vErrors.push(err13),errors++}if(data3.targetRef!==void 0){let data7=data3.targetRef;if(data7&&typeof data7=="object"&&!Array.
isArray(data7)){if(data7.apiVersion===void 0){let err14={instancePath:instancePath+"/spec/targetRef",schemaPath:"#/properties/spec/properties/targetRef/required",
keyword:"required",params:{missingProperty:"apiVersion"},message:"must have required property 'apiVersion'"};vErrors===null?vErrors=[err14]:vErrors.push(err14),
errors++}if(data7.kind===void 0){let err15={instancePath:instancePath+"/spec/targetRef",schemaPath:"#/properties/spec/properties/targetRef/required",keyword:"re\
quired",params:{missingProperty:"kind"},message:"must have required property 'kind'"};vErrors===null?vErrors=[err15]:vErrors.push(err15),errors++}if(data7.name===
void 0){let err16={instancePath:instancePath+"/spec/targetRef",schemaPath:"#/properties/spec/properties/targetRef/required",keyword:"required",params:{missingProperty:"\
name"},message:"must have required property 'name'"};vErrors===null?vErrors=[err16]:vErrors.push(err16),errors++}for(let key2 in data7)if(!(key2==="apiVersion"||
key2==="kind"||key2==="name")){let err17={instancePath:instancePath+"/spec/targetRef",schemaPath:"#/properties/spec/properties/targetRef/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:key2},message:"must NOT have additional properties"};vErrors===null?vErrors=[err17]:vErrors.push(err17),errors++}
if(data7.apiVersion!==void 0&&typeof data7.apiVersion!="string"){let err18={instancePath:instancePath+"/spec/targetRef/apiVersion",schemaPath:"#/properties/spec\
/properties/targetRef/properties/apiVersion/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err18]:vErrors.push(err18),
errors++}if(data7.kind!==void 0){let data9=data7.kind;if(typeof data9!="string"){let err19={instancePath:instancePath+"/spec/targetRef/kind",schemaPath:"#/prope\
rties/spec/properties/targetRef/properties/kind/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err19]:vErrors.push(
err19),errors++}if(!(data9==="DaemonSet"||data9==="Deployment"||data9==="Service")){let err20={instancePath:instancePath+"/spec/targetRef/kind",schemaPath:"#/pr\
operties/spec/properties/targetRef/properties/kind/enum",keyword:"enum",params:{allowedValues:schema11.properties.spec.properties.targetRef.properties.kind.enum},
message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err20]:vErrors.push(err20),errors++}}if(data7.name!==void 0&&typeof data7.name!="s\
tring"){let err21={instancePath:instancePath+"/spec/targetRef/name",schemaPath:"#/properties/spec/properties/targetRef/properties/name/type",keyword:"type",params:{
type:"string"},message:"must be string"};vErrors===null?vErrors=[err21]:vErrors.push(err21),errors++}}else{let err22={instancePath:instancePath+"/spec/targetRef",
schemaPath:"#/properties/spec/properties/targetRef/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err22]:vErrors.
push(err22),errors++}}if(data3.autoscalerRef!==void 0){let data11=data3.autoscalerRef;if(data11&&typeof data11=="object"&&!Array.isArray(data11)){if(data11.apiVersion===
void 0){let err23={instancePath:instancePath+"/spec/autoscalerRef",schemaPath:"#/properties/spec/properties/autoscalerRef/required",keyword:"required",params:{missingProperty:"\
apiVersion"},message:"must have required property 'apiVersion'"};vErrors===null?vErrors=[err23]:vErrors.push(err23),errors++}if(data11.kind===void 0){let err24={
instancePath:instancePath+"/spec/autoscalerRef",schemaPath:"#/properties/spec/properties/autoscalerRef/required",keyword:"required",params:{missingProperty:"kin\
d"},message:"must have required property 'kind'"};vErrors===null?vErrors=[err24]:vErrors.push(err24),errors++}if(data11.name===void 0){let err25={instancePath:instancePath+
"/spec/autoscalerRef",schemaPath:"#/properties/spec/properties/autoscalerRef/required",keyword:"required",params:{missingProperty:"name"},message:"must have req\
uired property 'name'"};vErrors===null?vErrors=[err25]:vErrors.push(err25),errors++}for(let key3 in data11)if(!(key3==="apiVersion"||key3==="kind"||key3==="name"||
key3==="primaryScalerQueries"||key3==="primaryScalerReplicas")){let err26={instancePath:instancePath+"/spec/autoscalerRef",schemaPath:"#/properties/spec/propert\
ies/autoscalerRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key3},message:"must NOT have additional properties"};vErrors===
null?vErrors=[err26]:vErrors.push(err26),errors++}if(data11.apiVersion!==void 0&&typeof data11.apiVersion!="string"){let err27={instancePath:instancePath+"/spec\
/autoscalerRef/apiVersion",schemaPath:"#/properties/spec/properties/autoscalerRef/properties/apiVersion/type",keyword:"type",params:{type:"string"},message:"mus\
t be string"};vErrors===null?vErrors=[err27]:vErrors.push(err27),errors++}if(data11.kind!==void 0){let data13=data11.kind;if(typeof data13!="string"){let err28={
instancePath:instancePath+"/spec/autoscalerRef/kind",schemaPath:"#/properties/spec/properties/autoscalerRef/properties/kind/type",keyword:"type",params:{type:"s\
tring"},message:"must be string"};vErrors===null?vErrors=[err28]:vErrors.push(err28),errors++}if(!(data13==="HorizontalPodAutoscaler"||data13==="ScaledObject")){
let err29={instancePath:instancePath+"/spec/autoscalerRef/kind",schemaPath:"#/properties/spec/properties/autoscalerRef/properties/kind/enum",keyword:"enum",params:{
allowedValues:schema11.properties.spec.properties.autoscalerRef.properties.kind.enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=
[err29]:vErrors.push(err29),errors++}}if(data11.name!==void 0&&typeof data11.name!="string"){let err30={instancePath:instancePath+"/spec/autoscalerRef/name",schemaPath:"\
#/properties/spec/properties/autoscalerRef/properties/name/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err30]:
vErrors.push(err30),errors++}if(data11.primaryScalerQueries!==void 0){let data15=data11.primaryScalerQueries;if(data15&&typeof data15=="object"&&!Array.isArray(
data15)){for(let key4 in data15)if(typeof data15[key4]!="string"){let err31={instancePath:instancePath+"/spec/autoscalerRef/primaryScalerQueries/"+key4.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/autoscalerRef/properties/primaryScalerQueries/additionalProperties/type",keyword:"type",
params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err31]:vErrors.push(err31),errors++}}else{let err32={instancePath:instancePath+"/spec/a\
utoscalerRef/primaryScalerQueries",schemaPath:"#/properties/spec/properties/autoscalerRef/properties/primaryScalerQueries/type",keyword:"type",params:{type:"obj\
ect"},message:"must be object"};vErrors===null?vErrors=[err32]:vErrors.push(err32),errors++}}if(data11.primaryScalerReplicas!==void 0){let data17=data11.primaryScalerReplicas;
if(data17&&typeof data17=="object"&&!Array.isArray(data17)){for(let key5 in data17)if(!(key5==="minReplicas"||key5==="maxReplicas")){let err33={instancePath:instancePath+
"/spec/autoscalerRef/primaryScalerReplicas",schemaPath:"#/properties/spec/properties/autoscalerRef/properties/primaryScalerReplicas/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:key5},message:"must NOT have additional properties"};vErrors===null?vErrors=[err33]:vErrors.push(err33),errors++}
if(data17.minReplicas!==void 0){let data18=data17.minReplicas;if(!(typeof data18=="number"&&!(data18%1)&&!isNaN(data18))){let err34={instancePath:instancePath+"\
/spec/autoscalerRef/primaryScalerReplicas/minReplicas",schemaPath:"#/properties/spec/properties/autoscalerRef/properties/primaryScalerReplicas/properties/minRep\
licas/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err34]:vErrors.push(err34),errors++}if(typeof data18=="num\
ber"&&(data18<1||isNaN(data18))){let err35={instancePath:instancePath+"/spec/autoscalerRef/primaryScalerReplicas/minReplicas",schemaPath:"#/properties/spec/prop\
erties/autoscalerRef/properties/primaryScalerReplicas/properties/minReplicas/minimum",keyword:"minimum",params:{comparison:">=",limit:1},message:"must be >= 1"};
vErrors===null?vErrors=[err35]:vErrors.push(err35),errors++}}if(data17.maxReplicas!==void 0){let data19=data17.maxReplicas;if(!(typeof data19=="number"&&!(data19%
1)&&!isNaN(data19))){let err36={instancePath:instancePath+"/spec/autoscalerRef/primaryScalerReplicas/maxReplicas",schemaPath:"#/properties/spec/properties/autos\
calerRef/properties/primaryScalerReplicas/properties/maxReplicas/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=
[err36]:vErrors.push(err36),errors++}if(typeof data19=="number"&&(data19<1||isNaN(data19))){let err37={instancePath:instancePath+"/spec/autoscalerRef/primarySca\
lerReplicas/maxReplicas",schemaPath:"#/properties/spec/properties/autoscalerRef/properties/primaryScalerReplicas/properties/maxReplicas/minimum",keyword:"minimu\
m",params:{comparison:">=",limit:1},message:"must be >= 1"};vErrors===null?vErrors=[err37]:vErrors.push(err37),errors++}}}else{let err38={instancePath:instancePath+
"/spec/autoscalerRef/primaryScalerReplicas",schemaPath:"#/properties/spec/properties/autoscalerRef/properties/primaryScalerReplicas/type",keyword:"type",params:{
type:"object"},message:"must be object"};vErrors===null?vErrors=[err38]:vErrors.push(err38),errors++}}}else{let err39={instancePath:instancePath+"/spec/autoscal\
erRef",schemaPath:"#/properties/spec/properties/autoscalerRef/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err39]:
vErrors.push(err39),errors++}}if(data3.ingressRef!==void 0){let data20=data3.ingressRef;if(data20&&typeof data20=="object"&&!Array.isArray(data20)){if(data20.apiVersion===
void 0){let err40={instancePath:instancePath+"/spec/ingressRef",schemaPath:"#/properties/spec/properties/ingressRef/required",keyword:"required",params:{missingProperty:"\
apiVersion"},message:"must have required property 'apiVersion'"};vErrors===null?vErrors=[err40]:vErrors.push(err40),errors++}if(data20.kind===void 0){let err41={
instancePath:instancePath+"/spec/ingressRef",schemaPath:"#/properties/spec/properties/ingressRef/required",keyword:"required",params:{missingProperty:"kind"},message:"\
must have required property 'kind'"};vErrors===null?vErrors=[err41]:vErrors.push(err41),errors++}if(data20.name===void 0){let err42={instancePath:instancePath+"\
/spec/ingressRef",schemaPath:"#/properties/spec/properties/ingressRef/required",keyword:"required",params:{missingProperty:"name"},message:"must have required p\
roperty 'name'"};vErrors===null?vErrors=[err42]:vErrors.push(err42),errors++}for(let key6 in data20)if(!(key6==="apiVersion"||key6==="kind"||key6==="name")){let err43={
instancePath:instancePath+"/spec/ingressRef",schemaPath:"#/properties/spec/properties/ingressRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key6},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err43]:vErrors.push(err43),errors++}if(data20.apiVersion!==void 0&&typeof data20.apiVersion!=
"string"){let err44={instancePath:instancePath+"/spec/ingressRef/apiVersion",schemaPath:"#/properties/spec/properties/ingressRef/properties/apiVersion/type",keyword:"\
type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err44]:vErrors.push(err44),errors++}if(data20.kind!==void 0){let data22=data20.kind;
if(typeof data22!="string"){let err45={instancePath:instancePath+"/spec/ingressRef/kind",schemaPath:"#/properties/spec/properties/ingressRef/properties/kind/typ\
e",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err45]:vErrors.push(err45),errors++}if(data22!=="Ingress"){let err46={
instancePath:instancePath+"/spec/ingressRef/kind",schemaPath:"#/properties/spec/properties/ingressRef/properties/kind/enum",keyword:"enum",params:{allowedValues:schema11.
properties.spec.properties.ingressRef.properties.kind.enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err46]:vErrors.push(err46),
errors++}}if(data20.name!==void 0&&typeof data20.name!="string"){let err47={instancePath:instancePath+"/spec/ingressRef/name",schemaPath:"#/properties/spec/prop\
erties/ingressRef/properties/name/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err47]:vErrors.push(err47),errors++}}else{
let err48={instancePath:instancePath+"/spec/ingressRef",schemaPath:"#/properties/spec/properties/ingressRef/type",keyword:"type",params:{type:"object"},message:"\
must be object"};vErrors===null?vErrors=[err48]:vErrors.push(err48),errors++}}if(data3.routeRef!==void 0){let data24=data3.routeRef;if(data24&&typeof data24=="o\
bject"&&!Array.isArray(data24)){if(data24.apiVersion===void 0){let err49={instancePath:instancePath+"/spec/routeRef",schemaPath:"#/properties/spec/properties/ro\
uteRef/required",keyword:"required",params:{missingProperty:"apiVersion"},message:"must have required property 'apiVersion'"};vErrors===null?vErrors=[err49]:vErrors.
push(err49),errors++}if(data24.kind===void 0){let err50={instancePath:instancePath+"/spec/routeRef",schemaPath:"#/properties/spec/properties/routeRef/required",
keyword:"required",params:{missingProperty:"kind"},message:"must have required property 'kind'"};vErrors===null?vErrors=[err50]:vErrors.push(err50),errors++}if(data24.
name===void 0){let err51={instancePath:instancePath+"/spec/routeRef",schemaPath:"#/properties/spec/properties/routeRef/required",keyword:"required",params:{missingProperty:"\
name"},message:"must have required property 'name'"};vErrors===null?vErrors=[err51]:vErrors.push(err51),errors++}for(let key7 in data24)if(!(key7==="apiVersion"||
key7==="kind"||key7==="name")){let err52={instancePath:instancePath+"/spec/routeRef",schemaPath:"#/properties/spec/properties/routeRef/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:key7},message:"must NOT have additional properties"};vErrors===null?vErrors=[err52]:vErrors.push(err52),errors++}
if(data24.apiVersion!==void 0&&typeof data24.apiVersion!="string"){let err53={instancePath:instancePath+"/spec/routeRef/apiVersion",schemaPath:"#/properties/spe\
c/properties/routeRef/properties/apiVersion/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err53]:vErrors.push(err53),
errors++}if(data24.kind!==void 0){let data26=data24.kind;if(typeof data26!="string"){let err54={instancePath:instancePath+"/spec/routeRef/kind",schemaPath:"#/pr\
operties/spec/properties/routeRef/properties/kind/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err54]:vErrors.push(
err54),errors++}if(data26!=="ApisixRoute"){let err55={instancePath:instancePath+"/spec/routeRef/kind",schemaPath:"#/properties/spec/properties/routeRef/properti\
es/kind/enum",keyword:"enum",params:{allowedValues:schema11.properties.spec.properties.routeRef.properties.kind.enum},message:"must be equal to one of the allow\
ed values"};vErrors===null?vErrors=[err55]:vErrors.push(err55),errors++}}if(data24.name!==void 0&&typeof data24.name!="string"){let err56={instancePath:instancePath+
"/spec/routeRef/name",schemaPath:"#/properties/spec/properties/routeRef/properties/name/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err56]:vErrors.push(err56),errors++}}else{let err57={instancePath:instancePath+"/spec/routeRef",schemaPath:"#/properties/spec/properties/routeRef/\
type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err57]:vErrors.push(err57),errors++}}if(data3.upstreamRef!==void 0){
let data28=data3.upstreamRef;if(data28&&typeof data28=="object"&&!Array.isArray(data28)){if(data28.apiVersion===void 0){let err58={instancePath:instancePath+"/s\
pec/upstreamRef",schemaPath:"#/properties/spec/properties/upstreamRef/required",keyword:"required",params:{missingProperty:"apiVersion"},message:"must have requ\
ired property 'apiVersion'"};vErrors===null?vErrors=[err58]:vErrors.push(err58),errors++}if(data28.kind===void 0){let err59={instancePath:instancePath+"/spec/up\
streamRef",schemaPath:"#/properties/spec/properties/upstreamRef/required",keyword:"required",params:{missingProperty:"kind"},message:"must have required propert\
y 'kind'"};vErrors===null?vErrors=[err59]:vErrors.push(err59),errors++}if(data28.name===void 0){let err60={instancePath:instancePath+"/spec/upstreamRef",schemaPath:"\
#/properties/spec/properties/upstreamRef/required",keyword:"required",params:{missingProperty:"name"},message:"must have required property 'name'"};vErrors===null?
vErrors=[err60]:vErrors.push(err60),errors++}for(let key8 in data28)if(!(key8==="apiVersion"||key8==="kind"||key8==="name"||key8==="namespace")){let err61={instancePath:instancePath+
"/spec/upstreamRef",schemaPath:"#/properties/spec/properties/upstreamRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key8},message:"\
must NOT have additional properties"};vErrors===null?vErrors=[err61]:vErrors.push(err61),errors++}if(data28.apiVersion!==void 0&&typeof data28.apiVersion!="stri\
ng"){let err62={instancePath:instancePath+"/spec/upstreamRef/apiVersion",schemaPath:"#/properties/spec/properties/upstreamRef/properties/apiVersion/type",keyword:"\
type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err62]:vErrors.push(err62),errors++}if(data28.kind!==void 0){let data30=data28.kind;
if(typeof data30!="string"){let err63={instancePath:instancePath+"/spec/upstreamRef/kind",schemaPath:"#/properties/spec/properties/upstreamRef/properties/kind/t\
ype",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err63]:vErrors.push(err63),errors++}if(data30!=="Upstream"){let err64={
instancePath:instancePath+"/spec/upstreamRef/kind",schemaPath:"#/properties/spec/properties/upstreamRef/properties/kind/enum",keyword:"enum",params:{allowedValues:schema11.
properties.spec.properties.upstreamRef.properties.kind.enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err64]:vErrors.push(err64),
errors++}}if(data28.name!==void 0&&typeof data28.name!="string"){let err65={instancePath:instancePath+"/spec/upstreamRef/name",schemaPath:"#/properties/spec/pro\
perties/upstreamRef/properties/name/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err65]:vErrors.push(err65),errors++}
if(data28.namespace!==void 0&&typeof data28.namespace!="string"){let err66={instancePath:instancePath+"/spec/upstreamRef/namespace",schemaPath:"#/properties/spe\
c/properties/upstreamRef/properties/namespace/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err66]:vErrors.push(
err66),errors++}}else{let err67={instancePath:instancePath+"/spec/upstreamRef",schemaPath:"#/properties/spec/properties/upstreamRef/type",keyword:"type",params:{
type:"object"},message:"must be object"};vErrors===null?vErrors=[err67]:vErrors.push(err67),errors++}}if(data3.service!==void 0){let data33=data3.service;if(data33&&
typeof data33=="object"&&!Array.isArray(data33)){if(data33.port===void 0){let err68={instancePath:instancePath+"/spec/service",schemaPath:"#/properties/spec/pro\
perties/service/required",keyword:"required",params:{missingProperty:"port"},message:"must have required property 'port'"};vErrors===null?vErrors=[err68]:vErrors.
push(err68),errors++}for(let key9 in data33)if(!func2.call(schema11.properties.spec.properties.service.properties,key9)){let err69={instancePath:instancePath+"/\
spec/service",schemaPath:"#/properties/spec/properties/service/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key9},message:"mu\
st NOT have additional properties"};vErrors===null?vErrors=[err69]:vErrors.push(err69),errors++}if(data33.name!==void 0&&typeof data33.name!="string"){let err70={
instancePath:instancePath+"/spec/service/name",schemaPath:"#/properties/spec/properties/service/properties/name/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err70]:vErrors.push(err70),errors++}if(data33.port!==void 0&&typeof data33.port!="number"){let err71={instancePath:instancePath+
"/spec/service/port",schemaPath:"#/properties/spec/properties/service/properties/port/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===
null?vErrors=[err71]:vErrors.push(err71),errors++}if(data33.portName!==void 0&&typeof data33.portName!="string"){let err72={instancePath:instancePath+"/spec/ser\
vice/portName",schemaPath:"#/properties/spec/properties/service/properties/portName/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err72]:vErrors.push(err72),errors++}if(data33.targetPort!==void 0){let data37=data33.targetPort;if(!(typeof data37=="number"&&!(data37%1)&&!isNaN(
data37))&&typeof data37!="string"){let err73={instancePath:instancePath+"/spec/service/targetPort",schemaPath:"#/properties/spec/properties/service/properties/t\
argetPort/type",keyword:"type",params:{type:schema11.properties.spec.properties.service.properties.targetPort.type},message:"must be integer,string"};vErrors===
null?vErrors=[err73]:vErrors.push(err73),errors++}}if(data33.appProtocol!==void 0&&typeof data33.appProtocol!="string"){let err74={instancePath:instancePath+"/s\
pec/service/appProtocol",schemaPath:"#/properties/spec/properties/service/properties/appProtocol/type",keyword:"type",params:{type:"string"},message:"must be st\
ring"};vErrors===null?vErrors=[err74]:vErrors.push(err74),errors++}if(data33.trafficDistribution!==void 0){let data39=data33.trafficDistribution;if(typeof data39!=
"string"){let err75={instancePath:instancePath+"/spec/service/trafficDistribution",schemaPath:"#/properties/spec/properties/service/properties/trafficDistributi\
on/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err75]:vErrors.push(err75),errors++}if(!(data39==="PreferClose"||
data39==="PreferSameZone"||data39==="PreferSameNode")){let err76={instancePath:instancePath+"/spec/service/trafficDistribution",schemaPath:"#/properties/spec/pr\
operties/service/properties/trafficDistribution/enum",keyword:"enum",params:{allowedValues:schema11.properties.spec.properties.service.properties.trafficDistribution.
enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err76]:vErrors.push(err76),errors++}}if(data33.portDiscovery!==void 0&&typeof data33.
portDiscovery!="boolean"){let err77={instancePath:instancePath+"/spec/service/portDiscovery",schemaPath:"#/properties/spec/properties/service/properties/portDis\
covery/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err77]:vErrors.push(err77),errors++}if(data33.headless!==
void 0&&typeof data33.headless!="boolean"){let err78={instancePath:instancePath+"/spec/service/headless",schemaPath:"#/properties/spec/properties/service/proper\
ties/headless/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err78]:vErrors.push(err78),errors++}if(data33.timeout!==
void 0&&typeof data33.timeout!="string"){let err79={instancePath:instancePath+"/spec/service/timeout",schemaPath:"#/properties/spec/properties/service/propertie\
s/timeout/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err79]:vErrors.push(err79),errors++}if(data33.backendTimeout!==
void 0&&typeof data33.backendTimeout!="string"){let err80={instancePath:instancePath+"/spec/service/backendTimeout",schemaPath:"#/properties/spec/properties/ser\
vice/properties/backendTimeout/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err80]:vErrors.push(err80),errors++}
if(data33.hosts!==void 0){let data44=data33.hosts;if(Array.isArray(data44)){let len0=data44.length;for(let i0=0;i0<len0;i0++)if(typeof data44[i0]!="string"){let err81={
instancePath:instancePath+"/spec/service/hosts/"+i0,schemaPath:"#/properties/spec/properties/service/properties/hosts/items/type",keyword:"type",params:{type:"s\
tring"},message:"must be string"};vErrors===null?vErrors=[err81]:vErrors.push(err81),errors++}}else{let err82={instancePath:instancePath+"/spec/service/hosts",schemaPath:"\
#/properties/spec/properties/service/properties/hosts/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err82]:vErrors.
push(err82),errors++}}if(data33.gateways!==void 0){let data46=data33.gateways;if(Array.isArray(data46)){let len1=data46.length;for(let i1=0;i1<len1;i1++)if(typeof data46[i1]!=
"string"){let err83={instancePath:instancePath+"/spec/service/gateways/"+i1,schemaPath:"#/properties/spec/properties/service/properties/gateways/items/type",keyword:"\
type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err83]:vErrors.push(err83),errors++}}else{let err84={instancePath:instancePath+"/\
spec/service/gateways",schemaPath:"#/properties/spec/properties/service/properties/gateways/type",keyword:"type",params:{type:"array"},message:"must be array"};
vErrors===null?vErrors=[err84]:vErrors.push(err84),errors++}}if(data33.gatewayRefs!==void 0){let data48=data33.gatewayRefs;if(Array.isArray(data48)){if(data48.length>
32){let err85={instancePath:instancePath+"/spec/service/gatewayRefs",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/maxItems",keyword:"\
maxItems",params:{limit:32},message:"must NOT have more than 32 items"};vErrors===null?vErrors=[err85]:vErrors.push(err85),errors++}let len2=data48.length;for(let i2=0;i2<
len2;i2++){let data49=data48[i2];if(data49&&typeof data49=="object"&&!Array.isArray(data49)){if(data49.name===void 0){let err86={instancePath:instancePath+"/spe\
c/service/gatewayRefs/"+i2,schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/required",keyword:"required",params:{missingProperty:"n\
ame"},message:"must have required property 'name'"};vErrors===null?vErrors=[err86]:vErrors.push(err86),errors++}for(let key10 in data49)if(!(key10==="group"||key10===
"kind"||key10==="name"||key10==="namespace"||key10==="sectionName"||key10==="port")){let err87={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2,schemaPath:"\
#/properties/spec/properties/service/properties/gatewayRefs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key10},message:"\
must NOT have additional properties"};vErrors===null?vErrors=[err87]:vErrors.push(err87),errors++}if(data49.group!==void 0){let data50=data49.group;if(typeof data50==
"string"){if(func4(data50)>253){let err88={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/group",schemaPath:"#/properties/spec/properties/service/p\
roperties/gatewayRefs/items/properties/group/maxLength",keyword:"maxLength",params:{limit:253},message:"must NOT have more than 253 characters"};vErrors===null?
vErrors=[err88]:vErrors.push(err88),errors++}if(!pattern0.test(data50)){let err89={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/group",schemaPath:"\
#/properties/spec/properties/service/properties/gatewayRefs/items/properties/group/pattern",keyword:"pattern",params:{pattern:"^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?\
(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},message:'must match pattern "^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"'};vErrors===null?vErrors=
[err89]:vErrors.push(err89),errors++}}else{let err90={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/group",schemaPath:"#/properties/spec/propertie\
s/service/properties/gatewayRefs/items/properties/group/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err90]:vErrors.
push(err90),errors++}}if(data49.kind!==void 0){let data51=data49.kind;if(typeof data51=="string"){if(func4(data51)>63){let err91={instancePath:instancePath+"/sp\
ec/service/gatewayRefs/"+i2+"/kind",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/properties/kind/maxLength",keyword:"maxLength",
params:{limit:63},message:"must NOT have more than 63 characters"};vErrors===null?vErrors=[err91]:vErrors.push(err91),errors++}if(func4(data51)<1){let err92={instancePath:instancePath+
"/spec/service/gatewayRefs/"+i2+"/kind",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/properties/kind/minLength",keyword:"minLen\
gth",params:{limit:1},message:"must NOT have fewer than 1 characters"};vErrors===null?vErrors=[err92]:vErrors.push(err92),errors++}if(!pattern1.test(data51)){let err93={
instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/kind",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/properties/kind/\
pattern",keyword:"pattern",params:{pattern:"^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$"},message:'must match pattern "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$"'};vErrors===
null?vErrors=[err93]:vErrors.push(err93),errors++}}else{let err94={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/kind",schemaPath:"#/properties/sp\
ec/properties/service/properties/gatewayRefs/items/properties/kind/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=
[err94]:vErrors.push(err94),errors++}}if(data49.name!==void 0){let data52=data49.name;if(typeof data52=="string"){if(func4(data52)>253){let err95={instancePath:instancePath+
"/spec/service/gatewayRefs/"+i2+"/name",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/properties/name/maxLength",keyword:"maxLen\
gth",params:{limit:253},message:"must NOT have more than 253 characters"};vErrors===null?vErrors=[err95]:vErrors.push(err95),errors++}if(func4(data52)<1){let err96={
instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/name",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/properties/name/\
minLength",keyword:"minLength",params:{limit:1},message:"must NOT have fewer than 1 characters"};vErrors===null?vErrors=[err96]:vErrors.push(err96),errors++}}else{
let err97={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/name",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/prope\
rties/name/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err97]:vErrors.push(err97),errors++}}if(data49.namespace!==
void 0){let data53=data49.namespace;if(typeof data53=="string"){if(func4(data53)>63){let err98={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/name\
space",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/properties/namespace/maxLength",keyword:"maxLength",params:{limit:63},message:"\
must NOT have more than 63 characters"};vErrors===null?vErrors=[err98]:vErrors.push(err98),errors++}if(func4(data53)<1){let err99={instancePath:instancePath+"/s\
pec/service/gatewayRefs/"+i2+"/namespace",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/properties/namespace/minLength",keyword:"\
minLength",params:{limit:1},message:"must NOT have fewer than 1 characters"};vErrors===null?vErrors=[err99]:vErrors.push(err99),errors++}if(!pattern2.test(data53)){
let err100={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/namespace",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items\
/properties/namespace/pattern",keyword:"pattern",params:{pattern:"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:'must match pattern "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$\
"'};vErrors===null?vErrors=[err100]:vErrors.push(err100),errors++}}else{let err101={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/namespace",schemaPath:"\
#/properties/spec/properties/service/properties/gatewayRefs/items/properties/namespace/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err101]:vErrors.push(err101),errors++}}if(data49.sectionName!==void 0){let data54=data49.sectionName;if(typeof data54=="string"){if(func4(data54)>
253){let err102={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/sectionName",schemaPath:"#/properties/spec/properties/service/properties/gatewayRef\
s/items/properties/sectionName/maxLength",keyword:"maxLength",params:{limit:253},message:"must NOT have more than 253 characters"};vErrors===null?vErrors=[err102]:
vErrors.push(err102),errors++}if(func4(data54)<1){let err103={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/sectionName",schemaPath:"#/properties/\
spec/properties/service/properties/gatewayRefs/items/properties/sectionName/minLength",keyword:"minLength",params:{limit:1},message:"must NOT have fewer than 1 \
characters"};vErrors===null?vErrors=[err103]:vErrors.push(err103),errors++}if(!pattern3.test(data54)){let err104={instancePath:instancePath+"/spec/service/gatew\
ayRefs/"+i2+"/sectionName",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/properties/sectionName/pattern",keyword:"pattern",params:{
pattern:"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},message:'must match pattern "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[\
a-z0-9])?)*$"'};vErrors===null?vErrors=[err104]:vErrors.push(err104),errors++}}else{let err105={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/sect\
ionName",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/properties/sectionName/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err105]:vErrors.push(err105),errors++}}if(data49.port!==void 0){let data55=data49.port;if(!(typeof data55=="number"&&!(data55%
1)&&!isNaN(data55))){let err106={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/port",schemaPath:"#/properties/spec/properties/service/properties/g\
atewayRefs/items/properties/port/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err106]:vErrors.push(err106),errors++}
if(typeof data55=="number"){if(data55>65535||isNaN(data55)){let err107={instancePath:instancePath+"/spec/service/gatewayRefs/"+i2+"/port",schemaPath:"#/properti\
es/spec/properties/service/properties/gatewayRefs/items/properties/port/maximum",keyword:"maximum",params:{comparison:"<=",limit:65535},message:"must be <= 6553\
5"};vErrors===null?vErrors=[err107]:vErrors.push(err107),errors++}if(data55<1||isNaN(data55)){let err108={instancePath:instancePath+"/spec/service/gatewayRefs/"+
i2+"/port",schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/properties/port/minimum",keyword:"minimum",params:{comparison:">=",limit:1},
message:"must be >= 1"};vErrors===null?vErrors=[err108]:vErrors.push(err108),errors++}}}}else{let err109={instancePath:instancePath+"/spec/service/gatewayRefs/"+
i2,schemaPath:"#/properties/spec/properties/service/properties/gatewayRefs/items/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===
null?vErrors=[err109]:vErrors.push(err109),errors++}}}else{let err110={instancePath:instancePath+"/spec/service/gatewayRefs",schemaPath:"#/properties/spec/prope\
rties/service/properties/gatewayRefs/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err110]:vErrors.push(err110),errors++}}
if(data33.delegation!==void 0&&typeof data33.delegation!="boolean"){let err111={instancePath:instancePath+"/spec/service/delegation",schemaPath:"#/properties/sp\
ec/properties/service/properties/delegation/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err111]:vErrors.push(
err111),errors++}if(data33.keepForeignRoutes!==void 0&&typeof data33.keepForeignRoutes!="boolean"){let err112={instancePath:instancePath+"/spec/service/keepFore\
ignRoutes",schemaPath:"#/properties/spec/properties/service/properties/keepForeignRoutes/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};
vErrors===null?vErrors=[err112]:vErrors.push(err112),errors++}if(data33.match!==void 0){let data58=data33.match;if(Array.isArray(data58)){let len3=data58.length;
for(let i3=0;i3<len3;i3++){let data59=data58[i3];if(data59&&typeof data59=="object"&&!Array.isArray(data59)){for(let key11 in data59)if(!func2.call(schema11.properties.
spec.properties.service.properties.match.items.properties,key11)){let err113={instancePath:instancePath+"/spec/service/match/"+i3,schemaPath:"#/properties/spec/\
properties/service/properties/match/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key11},message:"must NOT have addition\
al properties"};vErrors===null?vErrors=[err113]:vErrors.push(err113),errors++}if(data59.name!==void 0&&typeof data59.name!="string"){let err114={instancePath:instancePath+
"/spec/service/match/"+i3+"/name",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/name/type",keyword:"type",params:{type:"str\
ing"},message:"must be string"};vErrors===null?vErrors=[err114]:vErrors.push(err114),errors++}if(data59.uri!==void 0){let data61=data59.uri,_errs135=errors,valid20=!1,
passing0=null,_errs136=errors,_errs137=errors,_errs138=errors,_errs139=errors,valid22=!1,_errs140=errors;if(data61&&typeof data61=="object"&&!Array.isArray(data61)){
let missing0;if(data61.exact===void 0&&(missing0="exact")){let err115={};vErrors===null?vErrors=[err115]:vErrors.push(err115),errors++}}var _valid1=_errs140===errors;
if(valid22=valid22||_valid1,!valid22){let _errs141=errors;if(data61&&typeof data61=="object"&&!Array.isArray(data61)){let missing1;if(data61.prefix===void 0&&(missing1=
"prefix")){let err116={};vErrors===null?vErrors=[err116]:vErrors.push(err116),errors++}}var _valid1=_errs141===errors;if(valid22=valid22||_valid1,!valid22){let _errs142=errors;
if(data61&&typeof data61=="object"&&!Array.isArray(data61)){let missing2;if(data61.regex===void 0&&(missing2="regex")){let err117={};vErrors===null?vErrors=[err117]:
vErrors.push(err117),errors++}}var _valid1=_errs142===errors;valid22=valid22||_valid1}}if(valid22)errors=_errs139,vErrors!==null&&(_errs139?vErrors.length=_errs139:
vErrors=null);else{let err118={};vErrors===null?vErrors=[err118]:vErrors.push(err118),errors++}var valid21=_errs138===errors;if(valid21){let err119={instancePath:instancePath+
"/spec/service/match/"+i3+"/uri",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/uri/oneOf/0/not",keyword:"not",params:{},message:"\
must NOT be valid"};vErrors===null?vErrors=[err119]:vErrors.push(err119),errors++}else errors=_errs137,vErrors!==null&&(_errs137?vErrors.length=_errs137:vErrors=
null);var _valid0=_errs136===errors;_valid0&&(valid20=!0,passing0=0);let _errs143=errors;if(data61&&typeof data61=="object"&&!Array.isArray(data61)&&data61.exact===
void 0){let err120={instancePath:instancePath+"/spec/service/match/"+i3+"/uri",schemaPath:"#/properties/spec/properties/service/properties/match/items/propertie\
s/uri/oneOf/1/required",keyword:"required",params:{missingProperty:"exact"},message:"must have required property 'exact'"};vErrors===null?vErrors=[err120]:vErrors.
push(err120),errors++}var _valid0=_errs143===errors;if(_valid0&&valid20)valid20=!1,passing0=[passing0,1];else{_valid0&&(valid20=!0,passing0=1);let _errs144=errors;
if(data61&&typeof data61=="object"&&!Array.isArray(data61)&&data61.prefix===void 0){let err121={instancePath:instancePath+"/spec/service/match/"+i3+"/uri",schemaPath:"\
#/properties/spec/properties/service/properties/match/items/properties/uri/oneOf/2/required",keyword:"required",params:{missingProperty:"prefix"},message:"must \
have required property 'prefix'"};vErrors===null?vErrors=[err121]:vErrors.push(err121),errors++}var _valid0=_errs144===errors;if(_valid0&&valid20)valid20=!1,passing0=
[passing0,2];else{_valid0&&(valid20=!0,passing0=2);let _errs145=errors;if(data61&&typeof data61=="object"&&!Array.isArray(data61)&&data61.regex===void 0){let err122={
instancePath:instancePath+"/spec/service/match/"+i3+"/uri",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/uri/oneOf/3/requir\
ed",keyword:"required",params:{missingProperty:"regex"},message:"must have required property 'regex'"};vErrors===null?vErrors=[err122]:vErrors.push(err122),errors++}
var _valid0=_errs145===errors;_valid0&&valid20?(valid20=!1,passing0=[passing0,3]):_valid0&&(valid20=!0,passing0=3)}}if(valid20)errors=_errs135,vErrors!==null&&(_errs135?
vErrors.length=_errs135:vErrors=null);else{let err123={instancePath:instancePath+"/spec/service/match/"+i3+"/uri",schemaPath:"#/properties/spec/properties/servi\
ce/properties/match/items/properties/uri/oneOf",keyword:"oneOf",params:{passingSchemas:passing0},message:"must match exactly one schema in oneOf"};vErrors===null?
vErrors=[err123]:vErrors.push(err123),errors++}if(data61&&typeof data61=="object"&&!Array.isArray(data61)){for(let key12 in data61)if(!(key12==="exact"||key12===
"prefix"||key12==="regex")){let err124={instancePath:instancePath+"/spec/service/match/"+i3+"/uri",schemaPath:"#/properties/spec/properties/service/properties/m\
atch/items/properties/uri/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key12},message:"must NOT have additional properties"};
vErrors===null?vErrors=[err124]:vErrors.push(err124),errors++}if(data61.exact!==void 0&&typeof data61.exact!="string"){let err125={instancePath:instancePath+"/s\
pec/service/match/"+i3+"/uri/exact",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/uri/properties/exact/type",keyword:"type",
params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err125]:vErrors.push(err125),errors++}if(data61.prefix!==void 0&&typeof data61.prefix!=
"string"){let err126={instancePath:instancePath+"/spec/service/match/"+i3+"/uri/prefix",schemaPath:"#/properties/spec/properties/service/properties/match/items/\
properties/uri/properties/prefix/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err126]:vErrors.push(err126),errors++}
if(data61.regex!==void 0&&typeof data61.regex!="string"){let err127={instancePath:instancePath+"/spec/service/match/"+i3+"/uri/regex",schemaPath:"#/properties/s\
pec/properties/service/properties/match/items/properties/uri/properties/regex/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?
vErrors=[err127]:vErrors.push(err127),errors++}}else{let err128={instancePath:instancePath+"/spec/service/match/"+i3+"/uri",schemaPath:"#/properties/spec/proper\
ties/service/properties/match/items/properties/uri/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err128]:vErrors.
push(err128),errors++}}if(data59.scheme!==void 0){let data65=data59.scheme,_errs155=errors,valid24=!1,passing1=null,_errs156=errors,_errs157=errors,_errs158=errors,
_errs159=errors,valid26=!1,_errs160=errors;if(data65&&typeof data65=="object"&&!Array.isArray(data65)){let missing3;if(data65.exact===void 0&&(missing3="exact")){
let err129={};vErrors===null?vErrors=[err129]:vErrors.push(err129),errors++}}var _valid3=_errs160===errors;if(valid26=valid26||_valid3,!valid26){let _errs161=errors;
if(data65&&typeof data65=="object"&&!Array.isArray(data65)){let missing4;if(data65.prefix===void 0&&(missing4="prefix")){let err130={};vErrors===null?vErrors=[err130]:
vErrors.push(err130),errors++}}var _valid3=_errs161===errors;if(valid26=valid26||_valid3,!valid26){let _errs162=errors;if(data65&&typeof data65=="object"&&!Array.
isArray(data65)){let missing5;if(data65.regex===void 0&&(missing5="regex")){let err131={};vErrors===null?vErrors=[err131]:vErrors.push(err131),errors++}}var _valid3=_errs162===
errors;valid26=valid26||_valid3}}if(valid26)errors=_errs159,vErrors!==null&&(_errs159?vErrors.length=_errs159:vErrors=null);else{let err132={};vErrors===null?vErrors=
[err132]:vErrors.push(err132),errors++}var valid25=_errs158===errors;if(valid25){let err133={instancePath:instancePath+"/spec/service/match/"+i3+"/scheme",schemaPath:"\
#/properties/spec/properties/service/properties/match/items/properties/scheme/oneOf/0/not",keyword:"not",params:{},message:"must NOT be valid"};vErrors===null?vErrors=
[err133]:vErrors.push(err133),errors++}else errors=_errs157,vErrors!==null&&(_errs157?vErrors.length=_errs157:vErrors=null);var _valid2=_errs156===errors;_valid2&&
(valid24=!0,passing1=0);let _errs163=errors;if(data65&&typeof data65=="object"&&!Array.isArray(data65)&&data65.exact===void 0){let err134={instancePath:instancePath+
"/spec/service/match/"+i3+"/scheme",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/scheme/oneOf/1/required",keyword:"require\
d",params:{missingProperty:"exact"},message:"must have required property 'exact'"};vErrors===null?vErrors=[err134]:vErrors.push(err134),errors++}var _valid2=_errs163===
errors;if(_valid2&&valid24)valid24=!1,passing1=[passing1,1];else{_valid2&&(valid24=!0,passing1=1);let _errs164=errors;if(data65&&typeof data65=="object"&&!Array.
isArray(data65)&&data65.prefix===void 0){let err135={instancePath:instancePath+"/spec/service/match/"+i3+"/scheme",schemaPath:"#/properties/spec/properties/serv\
ice/properties/match/items/properties/scheme/oneOf/2/required",keyword:"required",params:{missingProperty:"prefix"},message:"must have required property 'prefix\
'"};vErrors===null?vErrors=[err135]:vErrors.push(err135),errors++}var _valid2=_errs164===errors;if(_valid2&&valid24)valid24=!1,passing1=[passing1,2];else{_valid2&&
(valid24=!0,passing1=2);let _errs165=errors;if(data65&&typeof data65=="object"&&!Array.isArray(data65)&&data65.regex===void 0){let err136={instancePath:instancePath+
"/spec/service/match/"+i3+"/scheme",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/scheme/oneOf/3/required",keyword:"require\
d",params:{missingProperty:"regex"},message:"must have required property 'regex'"};vErrors===null?vErrors=[err136]:vErrors.push(err136),errors++}var _valid2=_errs165===
errors;_valid2&&valid24?(valid24=!1,passing1=[passing1,3]):_valid2&&(valid24=!0,passing1=3)}}if(valid24)errors=_errs155,vErrors!==null&&(_errs155?vErrors.length=
_errs155:vErrors=null);else{let err137={instancePath:instancePath+"/spec/service/match/"+i3+"/scheme",schemaPath:"#/properties/spec/properties/service/propertie\
s/match/items/properties/scheme/oneOf",keyword:"oneOf",params:{passingSchemas:passing1},message:"must match exactly one schema in oneOf"};vErrors===null?vErrors=
[err137]:vErrors.push(err137),errors++}if(data65&&typeof data65=="object"&&!Array.isArray(data65)){for(let key13 in data65)if(!(key13==="exact"||key13==="prefix"||
key13==="regex")){let err138={instancePath:instancePath+"/spec/service/match/"+i3+"/scheme",schemaPath:"#/properties/spec/properties/service/properties/match/it\
ems/properties/scheme/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key13},message:"must NOT have additional properties"};vErrors===
null?vErrors=[err138]:vErrors.push(err138),errors++}if(data65.exact!==void 0&&typeof data65.exact!="string"){let err139={instancePath:instancePath+"/spec/servic\
e/match/"+i3+"/scheme/exact",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/scheme/properties/exact/type",keyword:"type",params:{
type:"string"},message:"must be string"};vErrors===null?vErrors=[err139]:vErrors.push(err139),errors++}if(data65.prefix!==void 0&&typeof data65.prefix!="string"){
let err140={instancePath:instancePath+"/spec/service/match/"+i3+"/scheme/prefix",schemaPath:"#/properties/spec/properties/service/properties/match/items/propert\
ies/scheme/properties/prefix/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err140]:vErrors.push(err140),errors++}
if(data65.regex!==void 0&&typeof data65.regex!="string"){let err141={instancePath:instancePath+"/spec/service/match/"+i3+"/scheme/regex",schemaPath:"#/propertie\
s/spec/properties/service/properties/match/items/properties/scheme/properties/regex/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err141]:vErrors.push(err141),errors++}}else{let err142={instancePath:instancePath+"/spec/service/match/"+i3+"/scheme",schemaPath:"#/properties/spe\
c/properties/service/properties/match/items/properties/scheme/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err142]:
vErrors.push(err142),errors++}}if(data59.method!==void 0){let data69=data59.method,_errs175=errors,valid28=!1,passing2=null,_errs176=errors,_errs177=errors,_errs178=errors,
_errs179=errors,valid30=!1,_errs180=errors;if(data69&&typeof data69=="object"&&!Array.isArray(data69)){let missing6;if(data69.exact===void 0&&(missing6="exact")){
let err143={};vErrors===null?vErrors=[err143]:vErrors.push(err143),errors++}}var _valid5=_errs180===errors;if(valid30=valid30||_valid5,!valid30){let _errs181=errors;
if(data69&&typeof data69=="object"&&!Array.isArray(data69)){let missing7;if(data69.prefix===void 0&&(missing7="prefix")){let err144={};vErrors===null?vErrors=[err144]:
vErrors.push(err144),errors++}}var _valid5=_errs181===errors;if(valid30=valid30||_valid5,!valid30){let _errs182=errors;if(data69&&typeof data69=="object"&&!Array.
isArray(data69)){let missing8;if(data69.regex===void 0&&(missing8="regex")){let err145={};vErrors===null?vErrors=[err145]:vErrors.push(err145),errors++}}var _valid5=_errs182===
errors;valid30=valid30||_valid5}}if(valid30)errors=_errs179,vErrors!==null&&(_errs179?vErrors.length=_errs179:vErrors=null);else{let err146={};vErrors===null?vErrors=
[err146]:vErrors.push(err146),errors++}var valid29=_errs178===errors;if(valid29){let err147={instancePath:instancePath+"/spec/service/match/"+i3+"/method",schemaPath:"\
#/properties/spec/properties/service/properties/match/items/properties/method/oneOf/0/not",keyword:"not",params:{},message:"must NOT be valid"};vErrors===null?vErrors=
[err147]:vErrors.push(err147),errors++}else errors=_errs177,vErrors!==null&&(_errs177?vErrors.length=_errs177:vErrors=null);var _valid4=_errs176===errors;_valid4&&
(valid28=!0,passing2=0);let _errs183=errors;if(data69&&typeof data69=="object"&&!Array.isArray(data69)&&data69.exact===void 0){let err148={instancePath:instancePath+
"/spec/service/match/"+i3+"/method",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/method/oneOf/1/required",keyword:"require\
d",params:{missingProperty:"exact"},message:"must have required property 'exact'"};vErrors===null?vErrors=[err148]:vErrors.push(err148),errors++}var _valid4=_errs183===
errors;if(_valid4&&valid28)valid28=!1,passing2=[passing2,1];else{_valid4&&(valid28=!0,passing2=1);let _errs184=errors;if(data69&&typeof data69=="object"&&!Array.
isArray(data69)&&data69.prefix===void 0){let err149={instancePath:instancePath+"/spec/service/match/"+i3+"/method",schemaPath:"#/properties/spec/properties/serv\
ice/properties/match/items/properties/method/oneOf/2/required",keyword:"required",params:{missingProperty:"prefix"},message:"must have required property 'prefix\
'"};vErrors===null?vErrors=[err149]:vErrors.push(err149),errors++}var _valid4=_errs184===errors;if(_valid4&&valid28)valid28=!1,passing2=[passing2,2];else{_valid4&&
(valid28=!0,passing2=2);let _errs185=errors;if(data69&&typeof data69=="object"&&!Array.isArray(data69)&&data69.regex===void 0){let err150={instancePath:instancePath+
"/spec/service/match/"+i3+"/method",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/method/oneOf/3/required",keyword:"require\
d",params:{missingProperty:"regex"},message:"must have required property 'regex'"};vErrors===null?vErrors=[err150]:vErrors.push(err150),errors++}var _valid4=_errs185===
errors;_valid4&&valid28?(valid28=!1,passing2=[passing2,3]):_valid4&&(valid28=!0,passing2=3)}}if(valid28)errors=_errs175,vErrors!==null&&(_errs175?vErrors.length=
_errs175:vErrors=null);else{let err151={instancePath:instancePath+"/spec/service/match/"+i3+"/method",schemaPath:"#/properties/spec/properties/service/propertie\
s/match/items/properties/method/oneOf",keyword:"oneOf",params:{passingSchemas:passing2},message:"must match exactly one schema in oneOf"};vErrors===null?vErrors=
[err151]:vErrors.push(err151),errors++}if(data69&&typeof data69=="object"&&!Array.isArray(data69)){for(let key14 in data69)if(!(key14==="exact"||key14==="prefix"||
key14==="regex")){let err152={instancePath:instancePath+"/spec/service/match/"+i3+"/method",schemaPath:"#/properties/spec/properties/service/properties/match/it\
ems/properties/method/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key14},message:"must NOT have additional properties"};vErrors===
null?vErrors=[err152]:vErrors.push(err152),errors++}if(data69.exact!==void 0&&typeof data69.exact!="string"){let err153={instancePath:instancePath+"/spec/servic\
e/match/"+i3+"/method/exact",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/method/properties/exact/type",keyword:"type",params:{
type:"string"},message:"must be string"};vErrors===null?vErrors=[err153]:vErrors.push(err153),errors++}if(data69.prefix!==void 0&&typeof data69.prefix!="string"){
let err154={instancePath:instancePath+"/spec/service/match/"+i3+"/method/prefix",schemaPath:"#/properties/spec/properties/service/properties/match/items/propert\
ies/method/properties/prefix/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err154]:vErrors.push(err154),errors++}
if(data69.regex!==void 0&&typeof data69.regex!="string"){let err155={instancePath:instancePath+"/spec/service/match/"+i3+"/method/regex",schemaPath:"#/propertie\
s/spec/properties/service/properties/match/items/properties/method/properties/regex/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err155]:vErrors.push(err155),errors++}}else{let err156={instancePath:instancePath+"/spec/service/match/"+i3+"/method",schemaPath:"#/properties/spe\
c/properties/service/properties/match/items/properties/method/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err156]:
vErrors.push(err156),errors++}}if(data59.authority!==void 0){let data73=data59.authority,_errs195=errors,valid32=!1,passing3=null,_errs196=errors,_errs197=errors,
_errs198=errors,_errs199=errors,valid34=!1,_errs200=errors;if(data73&&typeof data73=="object"&&!Array.isArray(data73)){let missing9;if(data73.exact===void 0&&(missing9=
"exact")){let err157={};vErrors===null?vErrors=[err157]:vErrors.push(err157),errors++}}var _valid7=_errs200===errors;if(valid34=valid34||_valid7,!valid34){let _errs201=errors;
if(data73&&typeof data73=="object"&&!Array.isArray(data73)){let missing10;if(data73.prefix===void 0&&(missing10="prefix")){let err158={};vErrors===null?vErrors=
[err158]:vErrors.push(err158),errors++}}var _valid7=_errs201===errors;if(valid34=valid34||_valid7,!valid34){let _errs202=errors;if(data73&&typeof data73=="objec\
t"&&!Array.isArray(data73)){let missing11;if(data73.regex===void 0&&(missing11="regex")){let err159={};vErrors===null?vErrors=[err159]:vErrors.push(err159),errors++}}
var _valid7=_errs202===errors;valid34=valid34||_valid7}}if(valid34)errors=_errs199,vErrors!==null&&(_errs199?vErrors.length=_errs199:vErrors=null);else{let err160={};
vErrors===null?vErrors=[err160]:vErrors.push(err160),errors++}var valid33=_errs198===errors;if(valid33){let err161={instancePath:instancePath+"/spec/service/mat\
ch/"+i3+"/authority",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/authority/oneOf/0/not",keyword:"not",params:{},message:"\
must NOT be valid"};vErrors===null?vErrors=[err161]:vErrors.push(err161),errors++}else errors=_errs197,vErrors!==null&&(_errs197?vErrors.length=_errs197:vErrors=
null);var _valid6=_errs196===errors;_valid6&&(valid32=!0,passing3=0);let _errs203=errors;if(data73&&typeof data73=="object"&&!Array.isArray(data73)&&data73.exact===
void 0){let err162={instancePath:instancePath+"/spec/service/match/"+i3+"/authority",schemaPath:"#/properties/spec/properties/service/properties/match/items/pro\
perties/authority/oneOf/1/required",keyword:"required",params:{missingProperty:"exact"},message:"must have required property 'exact'"};vErrors===null?vErrors=[err162]:
vErrors.push(err162),errors++}var _valid6=_errs203===errors;if(_valid6&&valid32)valid32=!1,passing3=[passing3,1];else{_valid6&&(valid32=!0,passing3=1);let _errs204=errors;
if(data73&&typeof data73=="object"&&!Array.isArray(data73)&&data73.prefix===void 0){let err163={instancePath:instancePath+"/spec/service/match/"+i3+"/authority",
schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/authority/oneOf/2/required",keyword:"required",params:{missingProperty:"prefi\
x"},message:"must have required property 'prefix'"};vErrors===null?vErrors=[err163]:vErrors.push(err163),errors++}var _valid6=_errs204===errors;if(_valid6&&valid32)
valid32=!1,passing3=[passing3,2];else{_valid6&&(valid32=!0,passing3=2);let _errs205=errors;if(data73&&typeof data73=="object"&&!Array.isArray(data73)&&data73.regex===
void 0){let err164={instancePath:instancePath+"/spec/service/match/"+i3+"/authority",schemaPath:"#/properties/spec/properties/service/properties/match/items/pro\
perties/authority/oneOf/3/required",keyword:"required",params:{missingProperty:"regex"},message:"must have required property 'regex'"};vErrors===null?vErrors=[err164]:
vErrors.push(err164),errors++}var _valid6=_errs205===errors;_valid6&&valid32?(valid32=!1,passing3=[passing3,3]):_valid6&&(valid32=!0,passing3=3)}}if(valid32)errors=
_errs195,vErrors!==null&&(_errs195?vErrors.length=_errs195:vErrors=null);else{let err165={instancePath:instancePath+"/spec/service/match/"+i3+"/authority",schemaPath:"\
#/properties/spec/properties/service/properties/match/items/properties/authority/oneOf",keyword:"oneOf",params:{passingSchemas:passing3},message:"must match exa\
ctly one schema in oneOf"};vErrors===null?vErrors=[err165]:vErrors.push(err165),errors++}if(data73&&typeof data73=="object"&&!Array.isArray(data73)){for(let key15 in data73)
if(!(key15==="exact"||key15==="prefix"||key15==="regex")){let err166={instancePath:instancePath+"/spec/service/match/"+i3+"/authority",schemaPath:"#/properties/\
spec/properties/service/properties/match/items/properties/authority/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key15},message:"\
must NOT have additional properties"};vErrors===null?vErrors=[err166]:vErrors.push(err166),errors++}if(data73.exact!==void 0&&typeof data73.exact!="string"){let err167={
instancePath:instancePath+"/spec/service/match/"+i3+"/authority/exact",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/author\
ity/properties/exact/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err167]:vErrors.push(err167),errors++}if(data73.
prefix!==void 0&&typeof data73.prefix!="string"){let err168={instancePath:instancePath+"/spec/service/match/"+i3+"/authority/prefix",schemaPath:"#/properties/sp\
ec/properties/service/properties/match/items/properties/authority/properties/prefix/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err168]:vErrors.push(err168),errors++}if(data73.regex!==void 0&&typeof data73.regex!="string"){let err169={instancePath:instancePath+"/spec/servic\
e/match/"+i3+"/authority/regex",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/authority/properties/regex/type",keyword:"typ\
e",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err169]:vErrors.push(err169),errors++}}else{let err170={instancePath:instancePath+"/\
spec/service/match/"+i3+"/authority",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/authority/type",keyword:"type",params:{type:"\
object"},message:"must be object"};vErrors===null?vErrors=[err170]:vErrors.push(err170),errors++}}if(data59.headers!==void 0){let data77=data59.headers;if(data77&&
typeof data77=="object"&&!Array.isArray(data77))for(let key16 in data77){let data78=data77[key16],_errs218=errors,valid37=!1,passing4=null,_errs219=errors,_errs220=errors,
_errs221=errors,_errs222=errors,valid39=!1,_errs223=errors;if(data78&&typeof data78=="object"&&!Array.isArray(data78)){let missing12;if(data78.exact===void 0&&(missing12=
"exact")){let err171={};vErrors===null?vErrors=[err171]:vErrors.push(err171),errors++}}var _valid9=_errs223===errors;if(valid39=valid39||_valid9,!valid39){let _errs224=errors;
if(data78&&typeof data78=="object"&&!Array.isArray(data78)){let missing13;if(data78.prefix===void 0&&(missing13="prefix")){let err172={};vErrors===null?vErrors=
[err172]:vErrors.push(err172),errors++}}var _valid9=_errs224===errors;if(valid39=valid39||_valid9,!valid39){let _errs225=errors;if(data78&&typeof data78=="objec\
t"&&!Array.isArray(data78)){let missing14;if(data78.regex===void 0&&(missing14="regex")){let err173={};vErrors===null?vErrors=[err173]:vErrors.push(err173),errors++}}
var _valid9=_errs225===errors;valid39=valid39||_valid9}}if(valid39)errors=_errs222,vErrors!==null&&(_errs222?vErrors.length=_errs222:vErrors=null);else{let err174={};
vErrors===null?vErrors=[err174]:vErrors.push(err174),errors++}var valid38=_errs221===errors;if(valid38){let err175={instancePath:instancePath+"/spec/service/mat\
ch/"+i3+"/headers/"+key16.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/headers/addi\
tionalProperties/oneOf/0/not",keyword:"not",params:{},message:"must NOT be valid"};vErrors===null?vErrors=[err175]:vErrors.push(err175),errors++}else errors=_errs220,
vErrors!==null&&(_errs220?vErrors.length=_errs220:vErrors=null);var _valid8=_errs219===errors;_valid8&&(valid37=!0,passing4=0);let _errs226=errors;if(data78&&typeof data78==
"object"&&!Array.isArray(data78)&&data78.exact===void 0){let err176={instancePath:instancePath+"/spec/service/match/"+i3+"/headers/"+key16.replace(/~/g,"~0").replace(
/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/headers/additionalProperties/oneOf/1/required",keyword:"required",
params:{missingProperty:"exact"},message:"must have required property 'exact'"};vErrors===null?vErrors=[err176]:vErrors.push(err176),errors++}var _valid8=_errs226===
errors;if(_valid8&&valid37)valid37=!1,passing4=[passing4,1];else{_valid8&&(valid37=!0,passing4=1);let _errs227=errors;if(data78&&typeof data78=="object"&&!Array.
isArray(data78)&&data78.prefix===void 0){let err177={instancePath:instancePath+"/spec/service/match/"+i3+"/headers/"+key16.replace(/~/g,"~0").replace(/\//g,"~1"),
schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/headers/additionalProperties/oneOf/2/required",keyword:"required",params:{missingProperty:"\
prefix"},message:"must have required property 'prefix'"};vErrors===null?vErrors=[err177]:vErrors.push(err177),errors++}var _valid8=_errs227===errors;if(_valid8&&
valid37)valid37=!1,passing4=[passing4,2];else{_valid8&&(valid37=!0,passing4=2);let _errs228=errors;if(data78&&typeof data78=="object"&&!Array.isArray(data78)&&data78.
regex===void 0){let err178={instancePath:instancePath+"/spec/service/match/"+i3+"/headers/"+key16.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/propertie\
s/spec/properties/service/properties/match/items/properties/headers/additionalProperties/oneOf/3/required",keyword:"required",params:{missingProperty:"regex"},message:"\
must have required property 'regex'"};vErrors===null?vErrors=[err178]:vErrors.push(err178),errors++}var _valid8=_errs228===errors;_valid8&&valid37?(valid37=!1,passing4=
[passing4,3]):_valid8&&(valid37=!0,passing4=3)}}if(valid37)errors=_errs218,vErrors!==null&&(_errs218?vErrors.length=_errs218:vErrors=null);else{let err179={instancePath:instancePath+
"/spec/service/match/"+i3+"/headers/"+key16.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/match/items/prope\
rties/headers/additionalProperties/oneOf",keyword:"oneOf",params:{passingSchemas:passing4},message:"must match exactly one schema in oneOf"};vErrors===null?vErrors=
[err179]:vErrors.push(err179),errors++}if(data78&&typeof data78=="object"&&!Array.isArray(data78)){for(let key17 in data78)if(!(key17==="exact"||key17==="prefix"||
key17==="regex")){let err180={instancePath:instancePath+"/spec/service/match/"+i3+"/headers/"+key16.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/propert\
ies/spec/properties/service/properties/match/items/properties/headers/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key17},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err180]:vErrors.push(err180),errors++}if(data78.exact!==void 0&&typeof data78.exact!="str\
ing"){let err181={instancePath:instancePath+"/spec/service/match/"+i3+"/headers/"+key16.replace(/~/g,"~0").replace(/\//g,"~1")+"/exact",schemaPath:"#/properties\
/spec/properties/service/properties/match/items/properties/headers/additionalProperties/properties/exact/type",keyword:"type",params:{type:"string"},message:"mu\
st be string"};vErrors===null?vErrors=[err181]:vErrors.push(err181),errors++}if(data78.prefix!==void 0&&typeof data78.prefix!="string"){let err182={instancePath:instancePath+
"/spec/service/match/"+i3+"/headers/"+key16.replace(/~/g,"~0").replace(/\//g,"~1")+"/prefix",schemaPath:"#/properties/spec/properties/service/properties/match/i\
tems/properties/headers/additionalProperties/properties/prefix/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err182]:
vErrors.push(err182),errors++}if(data78.regex!==void 0&&typeof data78.regex!="string"){let err183={instancePath:instancePath+"/spec/service/match/"+i3+"/headers\
/"+key16.replace(/~/g,"~0").replace(/\//g,"~1")+"/regex",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/headers/additionalPr\
operties/properties/regex/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err183]:vErrors.push(err183),errors++}}else{
let err184={instancePath:instancePath+"/spec/service/match/"+i3+"/headers/"+key16.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/propertie\
s/service/properties/match/items/properties/headers/additionalProperties/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=
[err184]:vErrors.push(err184),errors++}}else{let err185={instancePath:instancePath+"/spec/service/match/"+i3+"/headers",schemaPath:"#/properties/spec/properties\
/service/properties/match/items/properties/headers/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err185]:vErrors.
push(err185),errors++}}if(data59.withoutHeaders!==void 0){let data82=data59.withoutHeaders;if(data82&&typeof data82=="object"&&!Array.isArray(data82))for(let key18 in data82){
let data83=data82[key18],_errs241=errors,valid42=!1,passing5=null,_errs242=errors,_errs243=errors,_errs244=errors,_errs245=errors,valid44=!1,_errs246=errors;if(data83&&
typeof data83=="object"&&!Array.isArray(data83)){let missing15;if(data83.exact===void 0&&(missing15="exact")){let err186={};vErrors===null?vErrors=[err186]:vErrors.
push(err186),errors++}}var _valid11=_errs246===errors;if(valid44=valid44||_valid11,!valid44){let _errs247=errors;if(data83&&typeof data83=="object"&&!Array.isArray(
data83)){let missing16;if(data83.prefix===void 0&&(missing16="prefix")){let err187={};vErrors===null?vErrors=[err187]:vErrors.push(err187),errors++}}var _valid11=_errs247===
errors;if(valid44=valid44||_valid11,!valid44){let _errs248=errors;if(data83&&typeof data83=="object"&&!Array.isArray(data83)){let missing17;if(data83.regex===void 0&&
(missing17="regex")){let err188={};vErrors===null?vErrors=[err188]:vErrors.push(err188),errors++}}var _valid11=_errs248===errors;valid44=valid44||_valid11}}if(valid44)
errors=_errs245,vErrors!==null&&(_errs245?vErrors.length=_errs245:vErrors=null);else{let err189={};vErrors===null?vErrors=[err189]:vErrors.push(err189),errors++}
var valid43=_errs244===errors;if(valid43){let err190={instancePath:instancePath+"/spec/service/match/"+i3+"/withoutHeaders/"+key18.replace(/~/g,"~0").replace(/\//g,
"~1"),schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/withoutHeaders/additionalProperties/oneOf/0/not",keyword:"not",params:{},
message:"must NOT be valid"};vErrors===null?vErrors=[err190]:vErrors.push(err190),errors++}else errors=_errs243,vErrors!==null&&(_errs243?vErrors.length=_errs243:
vErrors=null);var _valid10=_errs242===errors;_valid10&&(valid42=!0,passing5=0);let _errs249=errors;if(data83&&typeof data83=="object"&&!Array.isArray(data83)&&data83.
exact===void 0){let err191={instancePath:instancePath+"/spec/service/match/"+i3+"/withoutHeaders/"+key18.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/pr\
operties/spec/properties/service/properties/match/items/properties/withoutHeaders/additionalProperties/oneOf/1/required",keyword:"required",params:{missingProperty:"\
exact"},message:"must have required property 'exact'"};vErrors===null?vErrors=[err191]:vErrors.push(err191),errors++}var _valid10=_errs249===errors;if(_valid10&&
valid42)valid42=!1,passing5=[passing5,1];else{_valid10&&(valid42=!0,passing5=1);let _errs250=errors;if(data83&&typeof data83=="object"&&!Array.isArray(data83)&&
data83.prefix===void 0){let err192={instancePath:instancePath+"/spec/service/match/"+i3+"/withoutHeaders/"+key18.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/properties/spec/properties/service/properties/match/items/properties/withoutHeaders/additionalProperties/oneOf/2/required",keyword:"required",params:{missingProperty:"\
prefix"},message:"must have required property 'prefix'"};vErrors===null?vErrors=[err192]:vErrors.push(err192),errors++}var _valid10=_errs250===errors;if(_valid10&&
valid42)valid42=!1,passing5=[passing5,2];else{_valid10&&(valid42=!0,passing5=2);let _errs251=errors;if(data83&&typeof data83=="object"&&!Array.isArray(data83)&&
data83.regex===void 0){let err193={instancePath:instancePath+"/spec/service/match/"+i3+"/withoutHeaders/"+key18.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/properties/spec/properties/service/properties/match/items/properties/withoutHeaders/additionalProperties/oneOf/3/required",keyword:"required",params:{missingProperty:"\
regex"},message:"must have required property 'regex'"};vErrors===null?vErrors=[err193]:vErrors.push(err193),errors++}var _valid10=_errs251===errors;_valid10&&valid42?
(valid42=!1,passing5=[passing5,3]):_valid10&&(valid42=!0,passing5=3)}}if(valid42)errors=_errs241,vErrors!==null&&(_errs241?vErrors.length=_errs241:vErrors=null);else{
let err194={instancePath:instancePath+"/spec/service/match/"+i3+"/withoutHeaders/"+key18.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/pr\
operties/service/properties/match/items/properties/withoutHeaders/additionalProperties/oneOf",keyword:"oneOf",params:{passingSchemas:passing5},message:"must mat\
ch exactly one schema in oneOf"};vErrors===null?vErrors=[err194]:vErrors.push(err194),errors++}if(data83&&typeof data83=="object"&&!Array.isArray(data83)){for(let key19 in data83)
if(!(key19==="exact"||key19==="prefix"||key19==="regex")){let err195={instancePath:instancePath+"/spec/service/match/"+i3+"/withoutHeaders/"+key18.replace(/~/g,
"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/withoutHeaders/additionalProperties/additionalPrope\
rties",keyword:"additionalProperties",params:{additionalProperty:key19},message:"must NOT have additional properties"};vErrors===null?vErrors=[err195]:vErrors.push(
err195),errors++}if(data83.exact!==void 0&&typeof data83.exact!="string"){let err196={instancePath:instancePath+"/spec/service/match/"+i3+"/withoutHeaders/"+key18.
replace(/~/g,"~0").replace(/\//g,"~1")+"/exact",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/withoutHeaders/additionalProp\
erties/properties/exact/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err196]:vErrors.push(err196),errors++}if(data83.
prefix!==void 0&&typeof data83.prefix!="string"){let err197={instancePath:instancePath+"/spec/service/match/"+i3+"/withoutHeaders/"+key18.replace(/~/g,"~0").replace(
/\//g,"~1")+"/prefix",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/withoutHeaders/additionalProperties/properties/prefix/t\
ype",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err197]:vErrors.push(err197),errors++}if(data83.regex!==void 0&&typeof data83.
regex!="string"){let err198={instancePath:instancePath+"/spec/service/match/"+i3+"/withoutHeaders/"+key18.replace(/~/g,"~0").replace(/\//g,"~1")+"/regex",schemaPath:"\
#/properties/spec/properties/service/properties/match/items/properties/withoutHeaders/additionalProperties/properties/regex/type",keyword:"type",params:{type:"s\
tring"},message:"must be string"};vErrors===null?vErrors=[err198]:vErrors.push(err198),errors++}}else{let err199={instancePath:instancePath+"/spec/service/match\
/"+i3+"/withoutHeaders/"+key18.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/without\
Headers/additionalProperties/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err199]:vErrors.push(err199),errors++}}else{
let err200={instancePath:instancePath+"/spec/service/match/"+i3+"/withoutHeaders",schemaPath:"#/properties/spec/properties/service/properties/match/items/proper\
ties/withoutHeaders/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err200]:vErrors.push(err200),errors++}}if(data59.
queryParams!==void 0){let data87=data59.queryParams;if(data87&&typeof data87=="object"&&!Array.isArray(data87))for(let key20 in data87){let data88=data87[key20],
_errs264=errors,valid47=!1,passing6=null,_errs265=errors,_errs266=errors,_errs267=errors,_errs268=errors,valid49=!1,_errs269=errors;if(data88&&typeof data88=="o\
bject"&&!Array.isArray(data88)){let missing18;if(data88.exact===void 0&&(missing18="exact")){let err201={};vErrors===null?vErrors=[err201]:vErrors.push(err201),
errors++}}var _valid13=_errs269===errors;if(valid49=valid49||_valid13,!valid49){let _errs270=errors;if(data88&&typeof data88=="object"&&!Array.isArray(data88)){
let missing19;if(data88.prefix===void 0&&(missing19="prefix")){let err202={};vErrors===null?vErrors=[err202]:vErrors.push(err202),errors++}}var _valid13=_errs270===
errors;if(valid49=valid49||_valid13,!valid49){let _errs271=errors;if(data88&&typeof data88=="object"&&!Array.isArray(data88)){let missing20;if(data88.regex===void 0&&
(missing20="regex")){let err203={};vErrors===null?vErrors=[err203]:vErrors.push(err203),errors++}}var _valid13=_errs271===errors;valid49=valid49||_valid13}}if(valid49)
errors=_errs268,vErrors!==null&&(_errs268?vErrors.length=_errs268:vErrors=null);else{let err204={};vErrors===null?vErrors=[err204]:vErrors.push(err204),errors++}
var valid48=_errs267===errors;if(valid48){let err205={instancePath:instancePath+"/spec/service/match/"+i3+"/queryParams/"+key20.replace(/~/g,"~0").replace(/\//g,
"~1"),schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/queryParams/additionalProperties/oneOf/0/not",keyword:"not",params:{},message:"\
must NOT be valid"};vErrors===null?vErrors=[err205]:vErrors.push(err205),errors++}else errors=_errs266,vErrors!==null&&(_errs266?vErrors.length=_errs266:vErrors=
null);var _valid12=_errs265===errors;_valid12&&(valid47=!0,passing6=0);let _errs272=errors;if(data88&&typeof data88=="object"&&!Array.isArray(data88)&&data88.exact===
void 0){let err206={instancePath:instancePath+"/spec/service/match/"+i3+"/queryParams/"+key20.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/sp\
ec/properties/service/properties/match/items/properties/queryParams/additionalProperties/oneOf/1/required",keyword:"required",params:{missingProperty:"exact"},message:"\
must have required property 'exact'"};vErrors===null?vErrors=[err206]:vErrors.push(err206),errors++}var _valid12=_errs272===errors;if(_valid12&&valid47)valid47=
!1,passing6=[passing6,1];else{_valid12&&(valid47=!0,passing6=1);let _errs273=errors;if(data88&&typeof data88=="object"&&!Array.isArray(data88)&&data88.prefix===
void 0){let err207={instancePath:instancePath+"/spec/service/match/"+i3+"/queryParams/"+key20.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/sp\
ec/properties/service/properties/match/items/properties/queryParams/additionalProperties/oneOf/2/required",keyword:"required",params:{missingProperty:"prefix"},
message:"must have required property 'prefix'"};vErrors===null?vErrors=[err207]:vErrors.push(err207),errors++}var _valid12=_errs273===errors;if(_valid12&&valid47)
valid47=!1,passing6=[passing6,2];else{_valid12&&(valid47=!0,passing6=2);let _errs274=errors;if(data88&&typeof data88=="object"&&!Array.isArray(data88)&&data88.regex===
void 0){let err208={instancePath:instancePath+"/spec/service/match/"+i3+"/queryParams/"+key20.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/sp\
ec/properties/service/properties/match/items/properties/queryParams/additionalProperties/oneOf/3/required",keyword:"required",params:{missingProperty:"regex"},message:"\
must have required property 'regex'"};vErrors===null?vErrors=[err208]:vErrors.push(err208),errors++}var _valid12=_errs274===errors;_valid12&&valid47?(valid47=!1,
passing6=[passing6,3]):_valid12&&(valid47=!0,passing6=3)}}if(valid47)errors=_errs264,vErrors!==null&&(_errs264?vErrors.length=_errs264:vErrors=null);else{let err209={
instancePath:instancePath+"/spec/service/match/"+i3+"/queryParams/"+key20.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/servic\
e/properties/match/items/properties/queryParams/additionalProperties/oneOf",keyword:"oneOf",params:{passingSchemas:passing6},message:"must match exactly one sch\
ema in oneOf"};vErrors===null?vErrors=[err209]:vErrors.push(err209),errors++}if(data88&&typeof data88=="object"&&!Array.isArray(data88)){for(let key21 in data88)
if(!(key21==="exact"||key21==="prefix"||key21==="regex")){let err210={instancePath:instancePath+"/spec/service/match/"+i3+"/queryParams/"+key20.replace(/~/g,"~0").
replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/queryParams/additionalProperties/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:key21},message:"must NOT have additional properties"};vErrors===null?vErrors=[err210]:vErrors.push(err210),errors++}
if(data88.exact!==void 0&&typeof data88.exact!="string"){let err211={instancePath:instancePath+"/spec/service/match/"+i3+"/queryParams/"+key20.replace(/~/g,"~0").
replace(/\//g,"~1")+"/exact",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/queryParams/additionalProperties/properties/exac\
t/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err211]:vErrors.push(err211),errors++}if(data88.prefix!==void 0&&
typeof data88.prefix!="string"){let err212={instancePath:instancePath+"/spec/service/match/"+i3+"/queryParams/"+key20.replace(/~/g,"~0").replace(/\//g,"~1")+"/p\
refix",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/queryParams/additionalProperties/properties/prefix/type",keyword:"type",
params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err212]:vErrors.push(err212),errors++}if(data88.regex!==void 0&&typeof data88.regex!="s\
tring"){let err213={instancePath:instancePath+"/spec/service/match/"+i3+"/queryParams/"+key20.replace(/~/g,"~0").replace(/\//g,"~1")+"/regex",schemaPath:"#/prop\
erties/spec/properties/service/properties/match/items/properties/queryParams/additionalProperties/properties/regex/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err213]:vErrors.push(err213),errors++}}else{let err214={instancePath:instancePath+"/spec/service/match/"+i3+"/queryPara\
ms/"+key20.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/queryParams/additionalPrope\
rties/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err214]:vErrors.push(err214),errors++}}else{let err215={instancePath:instancePath+
"/spec/service/match/"+i3+"/queryParams",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/queryParams/type",keyword:"type",params:{
type:"object"},message:"must be object"};vErrors===null?vErrors=[err215]:vErrors.push(err215),errors++}}if(data59.port!==void 0){let data92=data59.port;if(!(typeof data92==
"number"&&!(data92%1)&&!isNaN(data92))){let err216={instancePath:instancePath+"/spec/service/match/"+i3+"/port",schemaPath:"#/properties/spec/properties/service\
/properties/match/items/properties/port/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err216]:vErrors.push(err216),
errors++}}if(data59.sourceLabels!==void 0){let data93=data59.sourceLabels;if(data93&&typeof data93=="object"&&!Array.isArray(data93)){for(let key22 in data93)if(typeof data93[key22]!=
"string"){let err217={instancePath:instancePath+"/spec/service/match/"+i3+"/sourceLabels/"+key22.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties\
/spec/properties/service/properties/match/items/properties/sourceLabels/additionalProperties/type",keyword:"type",params:{type:"string"},message:"must be string"};
vErrors===null?vErrors=[err217]:vErrors.push(err217),errors++}}else{let err218={instancePath:instancePath+"/spec/service/match/"+i3+"/sourceLabels",schemaPath:"\
#/properties/spec/properties/service/properties/match/items/properties/sourceLabels/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===
null?vErrors=[err218]:vErrors.push(err218),errors++}}if(data59.sourceNamespace!==void 0&&typeof data59.sourceNamespace!="string"){let err219={instancePath:instancePath+
"/spec/service/match/"+i3+"/sourceNamespace",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/sourceNamespace/type",keyword:"t\
ype",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err219]:vErrors.push(err219),errors++}if(data59.gateways!==void 0){let data96=data59.
gateways;if(Array.isArray(data96)){let len4=data96.length;for(let i4=0;i4<len4;i4++)if(typeof data96[i4]!="string"){let err220={instancePath:instancePath+"/spec\
/service/match/"+i3+"/gateways/"+i4,schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/gateways/items/type",keyword:"type",params:{
type:"string"},message:"must be string"};vErrors===null?vErrors=[err220]:vErrors.push(err220),errors++}}else{let err221={instancePath:instancePath+"/spec/servic\
e/match/"+i3+"/gateways",schemaPath:"#/properties/spec/properties/service/properties/match/items/properties/gateways/type",keyword:"type",params:{type:"array"},
message:"must be array"};vErrors===null?vErrors=[err221]:vErrors.push(err221),errors++}}if(data59.ignoreUriCase!==void 0&&typeof data59.ignoreUriCase!="boolean"){
let err222={instancePath:instancePath+"/spec/service/match/"+i3+"/ignoreUriCase",schemaPath:"#/properties/spec/properties/service/properties/match/items/propert\
ies/ignoreUriCase/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err222]:vErrors.push(err222),errors++}}else{let err223={
instancePath:instancePath+"/spec/service/match/"+i3,schemaPath:"#/properties/spec/properties/service/properties/match/items/type",keyword:"type",params:{type:"o\
bject"},message:"must be object"};vErrors===null?vErrors=[err223]:vErrors.push(err223),errors++}}}else{let err224={instancePath:instancePath+"/spec/service/matc\
h",schemaPath:"#/properties/spec/properties/service/properties/match/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=
[err224]:vErrors.push(err224),errors++}}if(data33.rewrite!==void 0){let data99=data33.rewrite;if(data99&&typeof data99=="object"&&!Array.isArray(data99)){for(let key23 in data99)
if(!(key23==="uri"||key23==="authority"||key23==="type")){let err225={instancePath:instancePath+"/spec/service/rewrite",schemaPath:"#/properties/spec/properties\
/service/properties/rewrite/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key23},message:"must NOT have additional properties"};
vErrors===null?vErrors=[err225]:vErrors.push(err225),errors++}if(data99.uri!==void 0&&typeof data99.uri!="string"){let err226={instancePath:instancePath+"/spec/\
service/rewrite/uri",schemaPath:"#/properties/spec/properties/service/properties/rewrite/properties/uri/type",keyword:"type",params:{type:"string"},message:"mus\
t be string"};vErrors===null?vErrors=[err226]:vErrors.push(err226),errors++}if(data99.authority!==void 0&&typeof data99.authority!="string"){let err227={instancePath:instancePath+
"/spec/service/rewrite/authority",schemaPath:"#/properties/spec/properties/service/properties/rewrite/properties/authority/type",keyword:"type",params:{type:"st\
ring"},message:"must be string"};vErrors===null?vErrors=[err227]:vErrors.push(err227),errors++}if(data99.type!==void 0&&typeof data99.type!="string"){let err228={
instancePath:instancePath+"/spec/service/rewrite/type",schemaPath:"#/properties/spec/properties/service/properties/rewrite/properties/type/type",keyword:"type",
params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err228]:vErrors.push(err228),errors++}}else{let err229={instancePath:instancePath+"/spe\
c/service/rewrite",schemaPath:"#/properties/spec/properties/service/properties/rewrite/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===
null?vErrors=[err229]:vErrors.push(err229),errors++}}if(data33.retries!==void 0){let data103=data33.retries;if(data103&&typeof data103=="object"&&!Array.isArray(
data103)){for(let key24 in data103)if(!(key24==="attempts"||key24==="perTryTimeout"||key24==="retryOn")){let err230={instancePath:instancePath+"/spec/service/re\
tries",schemaPath:"#/properties/spec/properties/service/properties/retries/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key24},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err230]:vErrors.push(err230),errors++}if(data103.attempts!==void 0){let data104=data103.attempts;
if(!(typeof data104=="number"&&!(data104%1)&&!isNaN(data104))){let err231={instancePath:instancePath+"/spec/service/retries/attempts",schemaPath:"#/properties/s\
pec/properties/service/properties/retries/properties/attempts/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err231]:
vErrors.push(err231),errors++}}if(data103.perTryTimeout!==void 0&&typeof data103.perTryTimeout!="string"){let err232={instancePath:instancePath+"/spec/service/r\
etries/perTryTimeout",schemaPath:"#/properties/spec/properties/service/properties/retries/properties/perTryTimeout/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err232]:vErrors.push(err232),errors++}if(data103.retryOn!==void 0&&typeof data103.retryOn!="string"){let err233={instancePath:instancePath+
"/spec/service/retries/retryOn",schemaPath:"#/properties/spec/properties/service/properties/retries/properties/retryOn/type",keyword:"type",params:{type:"string"},
message:"must be string"};vErrors===null?vErrors=[err233]:vErrors.push(err233),errors++}}else{let err234={instancePath:instancePath+"/spec/service/retries",schemaPath:"\
#/properties/spec/properties/service/properties/retries/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err234]:vErrors.
push(err234),errors++}}if(data33.headers!==void 0){let data107=data33.headers;if(data107&&typeof data107=="object"&&!Array.isArray(data107)){for(let key25 in data107)
if(!(key25==="request"||key25==="response")){let err235={instancePath:instancePath+"/spec/service/headers",schemaPath:"#/properties/spec/properties/service/prop\
erties/headers/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key25},message:"must NOT have additional properties"};vErrors===null?
vErrors=[err235]:vErrors.push(err235),errors++}if(data107.request!==void 0){let data108=data107.request;if(data108&&typeof data108=="object"&&!Array.isArray(data108)){
for(let key26 in data108)if(!(key26==="add"||key26==="set"||key26==="remove")){let err236={instancePath:instancePath+"/spec/service/headers/request",schemaPath:"\
#/properties/spec/properties/service/properties/headers/properties/request/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key26},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err236]:vErrors.push(err236),errors++}if(data108.add!==void 0){let data109=data108.add;if(data109&&
typeof data109=="object"&&!Array.isArray(data109)){for(let key27 in data109)if(typeof data109[key27]!="string"){let err237={instancePath:instancePath+"/spec/ser\
vice/headers/request/add/"+key27.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/headers/properties/request/p\
roperties/add/additionalProperties/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err237]:vErrors.push(err237),errors++}}else{
let err238={instancePath:instancePath+"/spec/service/headers/request/add",schemaPath:"#/properties/spec/properties/service/properties/headers/properties/request\
/properties/add/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err238]:vErrors.push(err238),errors++}}if(data108.
set!==void 0){let data111=data108.set;if(data111&&typeof data111=="object"&&!Array.isArray(data111)){for(let key28 in data111)if(typeof data111[key28]!="string"){
let err239={instancePath:instancePath+"/spec/service/headers/request/set/"+key28.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties\
/service/properties/headers/properties/request/properties/set/additionalProperties/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err239]:vErrors.push(err239),errors++}}else{let err240={instancePath:instancePath+"/spec/service/headers/request/set",schemaPath:"#/properties/spe\
c/properties/service/properties/headers/properties/request/properties/set/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=
[err240]:vErrors.push(err240),errors++}}if(data108.remove!==void 0){let data113=data108.remove;if(Array.isArray(data113)){let len5=data113.length;for(let i5=0;i5<
len5;i5++)if(typeof data113[i5]!="string"){let err241={instancePath:instancePath+"/spec/service/headers/request/remove/"+i5,schemaPath:"#/properties/spec/proper\
ties/service/properties/headers/properties/request/properties/remove/items/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?
vErrors=[err241]:vErrors.push(err241),errors++}}else{let err242={instancePath:instancePath+"/spec/service/headers/request/remove",schemaPath:"#/properties/spec/\
properties/service/properties/headers/properties/request/properties/remove/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=
[err242]:vErrors.push(err242),errors++}}}else{let err243={instancePath:instancePath+"/spec/service/headers/request",schemaPath:"#/properties/spec/properties/ser\
vice/properties/headers/properties/request/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err243]:vErrors.push(err243),
errors++}}if(data107.response!==void 0){let data115=data107.response;if(data115&&typeof data115=="object"&&!Array.isArray(data115)){for(let key29 in data115)if(!(key29===
"add"||key29==="set"||key29==="remove")){let err244={instancePath:instancePath+"/spec/service/headers/response",schemaPath:"#/properties/spec/properties/service\
/properties/headers/properties/response/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key29},message:"must NOT have additional\
 properties"};vErrors===null?vErrors=[err244]:vErrors.push(err244),errors++}if(data115.add!==void 0){let data116=data115.add;if(data116&&typeof data116=="object"&&
!Array.isArray(data116)){for(let key30 in data116)if(typeof data116[key30]!="string"){let err245={instancePath:instancePath+"/spec/service/headers/response/add/"+
key30.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/headers/properties/response/properties/add/additionalPr\
operties/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err245]:vErrors.push(err245),errors++}}else{let err246={instancePath:instancePath+
"/spec/service/headers/response/add",schemaPath:"#/properties/spec/properties/service/properties/headers/properties/response/properties/add/type",keyword:"type",
params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err246]:vErrors.push(err246),errors++}}if(data115.set!==void 0){let data118=data115.set;
if(data118&&typeof data118=="object"&&!Array.isArray(data118)){for(let key31 in data118)if(typeof data118[key31]!="string"){let err247={instancePath:instancePath+
"/spec/service/headers/response/set/"+key31.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/headers/propertie\
s/response/properties/set/additionalProperties/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err247]:vErrors.push(
err247),errors++}}else{let err248={instancePath:instancePath+"/spec/service/headers/response/set",schemaPath:"#/properties/spec/properties/service/properties/he\
aders/properties/response/properties/set/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err248]:vErrors.push(err248),
errors++}}if(data115.remove!==void 0){let data120=data115.remove;if(Array.isArray(data120)){let len6=data120.length;for(let i6=0;i6<len6;i6++)if(typeof data120[i6]!=
"string"){let err249={instancePath:instancePath+"/spec/service/headers/response/remove/"+i6,schemaPath:"#/properties/spec/properties/service/properties/headers/\
properties/response/properties/remove/items/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err249]:vErrors.push(err249),
errors++}}else{let err250={instancePath:instancePath+"/spec/service/headers/response/remove",schemaPath:"#/properties/spec/properties/service/properties/headers\
/properties/response/properties/remove/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err250]:vErrors.push(err250),
errors++}}}else{let err251={instancePath:instancePath+"/spec/service/headers/response",schemaPath:"#/properties/spec/properties/service/properties/headers/prope\
rties/response/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err251]:vErrors.push(err251),errors++}}}else{let err252={
instancePath:instancePath+"/spec/service/headers",schemaPath:"#/properties/spec/properties/service/properties/headers/type",keyword:"type",params:{type:"object"},
message:"must be object"};vErrors===null?vErrors=[err252]:vErrors.push(err252),errors++}}if(data33.mirror!==void 0){let data122=data33.mirror;if(Array.isArray(data122)){
let len7=data122.length;for(let i7=0;i7<len7;i7++){let data123=data122[i7];if(data123&&typeof data123=="object"&&!Array.isArray(data123)){if(data123.backendRef===
void 0){let err253={instancePath:instancePath+"/spec/service/mirror/"+i7,schemaPath:"#/properties/spec/properties/service/properties/mirror/items/required",keyword:"\
required",params:{missingProperty:"backendRef"},message:"must have required property 'backendRef'"};vErrors===null?vErrors=[err253]:vErrors.push(err253),errors++}
for(let key32 in data123)if(key32!=="backendRef"){let err254={instancePath:instancePath+"/spec/service/mirror/"+i7,schemaPath:"#/properties/spec/properties/serv\
ice/properties/mirror/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key32},message:"must NOT have additional properties"};
vErrors===null?vErrors=[err254]:vErrors.push(err254),errors++}if(data123.backendRef!==void 0){let data124=data123.backendRef;if(data124&&typeof data124=="object"&&
!Array.isArray(data124)){if(data124.name===void 0){let err255={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef",schemaPath:"#/properties/spec/\
properties/service/properties/mirror/items/properties/backendRef/required",keyword:"required",params:{missingProperty:"name"},message:"must have required proper\
ty 'name'"};vErrors===null?vErrors=[err255]:vErrors.push(err255),errors++}for(let key33 in data124)if(!(key33==="group"||key33==="kind"||key33==="name"||key33===
"namespace"||key33==="port")){let err256={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef",schemaPath:"#/properties/spec/properties/service/pr\
operties/mirror/items/properties/backendRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key33},message:"must NOT have additi\
onal properties"};vErrors===null?vErrors=[err256]:vErrors.push(err256),errors++}if(data124.group!==void 0){let data125=data124.group;if(typeof data125=="string"){
if(func4(data125)>253){let err257={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef/group",schemaPath:"#/properties/spec/properties/service/pro\
perties/mirror/items/properties/backendRef/properties/group/maxLength",keyword:"maxLength",params:{limit:253},message:"must NOT have more than 253 characters"};
vErrors===null?vErrors=[err257]:vErrors.push(err257),errors++}if(!pattern0.test(data125)){let err258={instancePath:instancePath+"/spec/service/mirror/"+i7+"/bac\
kendRef/group",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/properties/group/pattern",keyword:"pattern",params:{
pattern:"^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},message:'must match pattern "^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z\
0-9]*[a-z0-9])?)*$"'};vErrors===null?vErrors=[err258]:vErrors.push(err258),errors++}}else{let err259={instancePath:instancePath+"/spec/service/mirror/"+i7+"/bac\
kendRef/group",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/properties/group/type",keyword:"type",params:{type:"\
string"},message:"must be string"};vErrors===null?vErrors=[err259]:vErrors.push(err259),errors++}}if(data124.kind!==void 0){let data126=data124.kind;if(typeof data126==
"string"){if(func4(data126)>63){let err260={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef/kind",schemaPath:"#/properties/spec/properties/ser\
vice/properties/mirror/items/properties/backendRef/properties/kind/maxLength",keyword:"maxLength",params:{limit:63},message:"must NOT have more than 63 characte\
rs"};vErrors===null?vErrors=[err260]:vErrors.push(err260),errors++}if(func4(data126)<1){let err261={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backe\
ndRef/kind",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/properties/kind/minLength",keyword:"minLength",params:{
limit:1},message:"must NOT have fewer than 1 characters"};vErrors===null?vErrors=[err261]:vErrors.push(err261),errors++}if(!pattern1.test(data126)){let err262={
instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef/kind",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/back\
endRef/properties/kind/pattern",keyword:"pattern",params:{pattern:"^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$"},message:'must match pattern "^[a-zA-Z]([-a-zA-Z0-9]*[\
a-zA-Z0-9])?$"'};vErrors===null?vErrors=[err262]:vErrors.push(err262),errors++}}else{let err263={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendR\
ef/kind",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/properties/kind/type",keyword:"type",params:{type:"strin\
g"},message:"must be string"};vErrors===null?vErrors=[err263]:vErrors.push(err263),errors++}}if(data124.name!==void 0){let data127=data124.name;if(typeof data127==
"string"){if(func4(data127)>253){let err264={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef/name",schemaPath:"#/properties/spec/properties/se\
rvice/properties/mirror/items/properties/backendRef/properties/name/maxLength",keyword:"maxLength",params:{limit:253},message:"must NOT have more than 253 chara\
cters"};vErrors===null?vErrors=[err264]:vErrors.push(err264),errors++}if(func4(data127)<1){let err265={instancePath:instancePath+"/spec/service/mirror/"+i7+"/ba\
ckendRef/name",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/properties/name/minLength",keyword:"minLength",params:{
limit:1},message:"must NOT have fewer than 1 characters"};vErrors===null?vErrors=[err265]:vErrors.push(err265),errors++}}else{let err266={instancePath:instancePath+
"/spec/service/mirror/"+i7+"/backendRef/name",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/properties/name/typ\
e",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err266]:vErrors.push(err266),errors++}}if(data124.namespace!==void 0){
let data128=data124.namespace;if(typeof data128=="string"){if(func4(data128)>63){let err267={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef/n\
amespace",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/properties/namespace/maxLength",keyword:"maxLength",params:{
limit:63},message:"must NOT have more than 63 characters"};vErrors===null?vErrors=[err267]:vErrors.push(err267),errors++}if(func4(data128)<1){let err268={instancePath:instancePath+
"/spec/service/mirror/"+i7+"/backendRef/namespace",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/properties/nam\
espace/minLength",keyword:"minLength",params:{limit:1},message:"must NOT have fewer than 1 characters"};vErrors===null?vErrors=[err268]:vErrors.push(err268),errors++}
if(!pattern2.test(data128)){let err269={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef/namespace",schemaPath:"#/properties/spec/properties/se\
rvice/properties/mirror/items/properties/backendRef/properties/namespace/pattern",keyword:"pattern",params:{pattern:"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:'\
must match pattern "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"'};vErrors===null?vErrors=[err269]:vErrors.push(err269),errors++}}else{let err270={instancePath:instancePath+
"/spec/service/mirror/"+i7+"/backendRef/namespace",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/properties/nam\
espace/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err270]:vErrors.push(err270),errors++}}if(data124.port!==void 0){
let data129=data124.port;if(!(typeof data129=="number"&&!(data129%1)&&!isNaN(data129))){let err271={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backe\
ndRef/port",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/properties/port/type",keyword:"type",params:{type:"in\
teger"},message:"must be integer"};vErrors===null?vErrors=[err271]:vErrors.push(err271),errors++}if(typeof data129=="number"){if(data129>65535||isNaN(data129)){
let err272={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef/port",schemaPath:"#/properties/spec/properties/service/properties/mirror/items/pro\
perties/backendRef/properties/port/maximum",keyword:"maximum",params:{comparison:"<=",limit:65535},message:"must be <= 65535"};vErrors===null?vErrors=[err272]:vErrors.
push(err272),errors++}if(data129<1||isNaN(data129)){let err273={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef/port",schemaPath:"#/properties\
/spec/properties/service/properties/mirror/items/properties/backendRef/properties/port/minimum",keyword:"minimum",params:{comparison:">=",limit:1},message:"must\
 be >= 1"};vErrors===null?vErrors=[err273]:vErrors.push(err273),errors++}}}}else{let err274={instancePath:instancePath+"/spec/service/mirror/"+i7+"/backendRef",
schemaPath:"#/properties/spec/properties/service/properties/mirror/items/properties/backendRef/type",keyword:"type",params:{type:"object"},message:"must be obje\
ct"};vErrors===null?vErrors=[err274]:vErrors.push(err274),errors++}}}else{let err275={instancePath:instancePath+"/spec/service/mirror/"+i7,schemaPath:"#/propert\
ies/spec/properties/service/properties/mirror/items/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err275]:vErrors.
push(err275),errors++}}}else{let err276={instancePath:instancePath+"/spec/service/mirror",schemaPath:"#/properties/spec/properties/service/properties/mirror/typ\
e",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err276]:vErrors.push(err276),errors++}}if(data33.corsPolicy!==void 0){let data130=data33.
corsPolicy;if(data130&&typeof data130=="object"&&!Array.isArray(data130)){for(let key34 in data130)if(!(key34==="allowOrigin"||key34==="allowOrigins"||key34==="\
allowMethods"||key34==="allowHeaders"||key34==="exposeHeaders"||key34==="maxAge"||key34==="allowCredentials")){let err277={instancePath:instancePath+"/spec/serv\
ice/corsPolicy",schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key34},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err277]:vErrors.push(err277),errors++}if(data130.allowOrigin!==void 0){let data131=data130.
allowOrigin;if(Array.isArray(data131)){let len8=data131.length;for(let i8=0;i8<len8;i8++)if(typeof data131[i8]!="string"){let err278={instancePath:instancePath+
"/spec/service/corsPolicy/allowOrigin/"+i8,schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigin/items/type",keyword:"ty\
pe",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err278]:vErrors.push(err278),errors++}}else{let err279={instancePath:instancePath+"\
/spec/service/corsPolicy/allowOrigin",schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigin/type",keyword:"type",params:{
type:"array"},message:"must be array"};vErrors===null?vErrors=[err279]:vErrors.push(err279),errors++}}if(data130.allowOrigins!==void 0){let data133=data130.allowOrigins;
if(Array.isArray(data133)){let len9=data133.length;for(let i9=0;i9<len9;i9++){let data134=data133[i9],_errs381=errors,valid76=!1,passing7=null,_errs382=errors;if(data134&&
typeof data134=="object"&&!Array.isArray(data134)&&data134.exact===void 0){let err280={instancePath:instancePath+"/spec/service/corsPolicy/allowOrigins/"+i9,schemaPath:"\
#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigins/items/oneOf/0/required",keyword:"required",params:{missingProperty:"exact"},message:"\
must have required property 'exact'"};vErrors===null?vErrors=[err280]:vErrors.push(err280),errors++}var _valid14=_errs382===errors;_valid14&&(valid76=!0,passing7=
0);let _errs383=errors;if(data134&&typeof data134=="object"&&!Array.isArray(data134)&&data134.prefix===void 0){let err281={instancePath:instancePath+"/spec/serv\
ice/corsPolicy/allowOrigins/"+i9,schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigins/items/oneOf/1/required",keyword:"\
required",params:{missingProperty:"prefix"},message:"must have required property 'prefix'"};vErrors===null?vErrors=[err281]:vErrors.push(err281),errors++}var _valid14=_errs383===
errors;if(_valid14&&valid76)valid76=!1,passing7=[passing7,1];else{_valid14&&(valid76=!0,passing7=1);let _errs384=errors;if(data134&&typeof data134=="object"&&!Array.
isArray(data134)&&data134.regex===void 0){let err282={instancePath:instancePath+"/spec/service/corsPolicy/allowOrigins/"+i9,schemaPath:"#/properties/spec/proper\
ties/service/properties/corsPolicy/properties/allowOrigins/items/oneOf/2/required",keyword:"required",params:{missingProperty:"regex"},message:"must have requir\
ed property 'regex'"};vErrors===null?vErrors=[err282]:vErrors.push(err282),errors++}var _valid14=_errs384===errors;_valid14&&valid76?(valid76=!1,passing7=[passing7,
2]):_valid14&&(valid76=!0,passing7=2)}if(valid76)errors=_errs381,vErrors!==null&&(_errs381?vErrors.length=_errs381:vErrors=null);else{let err283={instancePath:instancePath+
"/spec/service/corsPolicy/allowOrigins/"+i9,schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigins/items/oneOf",keyword:"\
oneOf",params:{passingSchemas:passing7},message:"must match exactly one schema in oneOf"};vErrors===null?vErrors=[err283]:vErrors.push(err283),errors++}if(data134&&
typeof data134=="object"&&!Array.isArray(data134)){for(let key35 in data134)if(!(key35==="exact"||key35==="prefix"||key35==="regex")){let err284={instancePath:instancePath+
"/spec/service/corsPolicy/allowOrigins/"+i9,schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigins/items/additionalPrope\
rties",keyword:"additionalProperties",params:{additionalProperty:key35},message:"must NOT have additional properties"};vErrors===null?vErrors=[err284]:vErrors.push(
err284),errors++}if(data134.exact!==void 0&&typeof data134.exact!="string"){let err285={instancePath:instancePath+"/spec/service/corsPolicy/allowOrigins/"+i9+"/\
exact",schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigins/items/properties/exact/type",keyword:"type",params:{type:"\
string"},message:"must be string"};vErrors===null?vErrors=[err285]:vErrors.push(err285),errors++}if(data134.prefix!==void 0&&typeof data134.prefix!="string"){let err286={
instancePath:instancePath+"/spec/service/corsPolicy/allowOrigins/"+i9+"/prefix",schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/propertie\
s/allowOrigins/items/properties/prefix/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err286]:vErrors.push(err286),
errors++}if(data134.regex!==void 0&&typeof data134.regex!="string"){let err287={instancePath:instancePath+"/spec/service/corsPolicy/allowOrigins/"+i9+"/regex",schemaPath:"\
#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigins/items/properties/regex/type",keyword:"type",params:{type:"string"},message:"m\
ust be string"};vErrors===null?vErrors=[err287]:vErrors.push(err287),errors++}}else{let err288={instancePath:instancePath+"/spec/service/corsPolicy/allowOrigins\
/"+i9,schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigins/items/type",keyword:"type",params:{type:"object"},message:"\
must be object"};vErrors===null?vErrors=[err288]:vErrors.push(err288),errors++}}}else{let err289={instancePath:instancePath+"/spec/service/corsPolicy/allowOrigi\
ns",schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigins/type",keyword:"type",params:{type:"array"},message:"must be a\
rray"};vErrors===null?vErrors=[err289]:vErrors.push(err289),errors++}}if(data130.allowMethods!==void 0){let data138=data130.allowMethods;if(Array.isArray(data138)){
let len10=data138.length;for(let i10=0;i10<len10;i10++)if(typeof data138[i10]!="string"){let err290={instancePath:instancePath+"/spec/service/corsPolicy/allowMe\
thods/"+i10,schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowMethods/items/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err290]:vErrors.push(err290),errors++}}else{let err291={instancePath:instancePath+"/spec/service/corsPolicy/allowMethod\
s",schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowMethods/type",keyword:"type",params:{type:"array"},message:"must be ar\
ray"};vErrors===null?vErrors=[err291]:vErrors.push(err291),errors++}}if(data130.allowHeaders!==void 0){let data140=data130.allowHeaders;if(Array.isArray(data140)){
let len11=data140.length;for(let i11=0;i11<len11;i11++)if(typeof data140[i11]!="string"){let err292={instancePath:instancePath+"/spec/service/corsPolicy/allowHe\
aders/"+i11,schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowHeaders/items/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err292]:vErrors.push(err292),errors++}}else{let err293={instancePath:instancePath+"/spec/service/corsPolicy/allowHeader\
s",schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/allowHeaders/type",keyword:"type",params:{type:"array"},message:"must be ar\
ray"};vErrors===null?vErrors=[err293]:vErrors.push(err293),errors++}}if(data130.exposeHeaders!==void 0){let data142=data130.exposeHeaders;if(Array.isArray(data142)){
let len12=data142.length;for(let i12=0;i12<len12;i12++)if(typeof data142[i12]!="string"){let err294={instancePath:instancePath+"/spec/service/corsPolicy/exposeH\
eaders/"+i12,schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/exposeHeaders/items/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err294]:vErrors.push(err294),errors++}}else{let err295={instancePath:instancePath+"/spec/service/corsPolicy/exposeHeade\
rs",schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/exposeHeaders/type",keyword:"type",params:{type:"array"},message:"must be \
array"};vErrors===null?vErrors=[err295]:vErrors.push(err295),errors++}}if(data130.maxAge!==void 0&&typeof data130.maxAge!="string"){let err296={instancePath:instancePath+
"/spec/service/corsPolicy/maxAge",schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/properties/maxAge/type",keyword:"type",params:{type:"st\
ring"},message:"must be string"};vErrors===null?vErrors=[err296]:vErrors.push(err296),errors++}if(data130.allowCredentials!==void 0&&typeof data130.allowCredentials!=
"boolean"){let err297={instancePath:instancePath+"/spec/service/corsPolicy/allowCredentials",schemaPath:"#/properties/spec/properties/service/properties/corsPol\
icy/properties/allowCredentials/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err297]:vErrors.push(err297),errors++}}else{
let err298={instancePath:instancePath+"/spec/service/corsPolicy",schemaPath:"#/properties/spec/properties/service/properties/corsPolicy/type",keyword:"type",params:{
type:"object"},message:"must be object"};vErrors===null?vErrors=[err298]:vErrors.push(err298),errors++}}if(data33.trafficPolicy!==void 0){let data146=data33.trafficPolicy;
if(data146&&typeof data146=="object"&&!Array.isArray(data146)){for(let key36 in data146)if(!(key36==="connectionPool"||key36==="loadBalancer"||key36==="outlierD\
etection"||key36==="tls")){let err299={instancePath:instancePath+"/spec/service/trafficPolicy",schemaPath:"#/properties/spec/properties/service/properties/traff\
icPolicy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key36},message:"must NOT have additional properties"};vErrors===null?vErrors=
[err299]:vErrors.push(err299),errors++}if(data146.connectionPool!==void 0){let data147=data146.connectionPool;if(data147&&typeof data147=="object"&&!Array.isArray(
data147)){for(let key37 in data147)if(key37!=="http"){let err300={instancePath:instancePath+"/spec/service/trafficPolicy/connectionPool",schemaPath:"#/propertie\
s/spec/properties/service/properties/trafficPolicy/properties/connectionPool/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key37},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err300]:vErrors.push(err300),errors++}if(data147.http!==void 0){let data148=data147.http;
if(data148&&typeof data148=="object"&&!Array.isArray(data148)){for(let key38 in data148)if(!(key38==="http1MaxPendingRequests"||key38==="http2MaxRequests"||key38===
"maxRequestsPerConnection"||key38==="maxRetries"||key38==="idleTimeout"||key38==="h2UpgradePolicy")){let err301={instancePath:instancePath+"/spec/service/traffi\
cPolicy/connectionPool/http",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/connectionPool/properties/http/additionalPrope\
rties",keyword:"additionalProperties",params:{additionalProperty:key38},message:"must NOT have additional properties"};vErrors===null?vErrors=[err301]:vErrors.push(
err301),errors++}if(data148.http1MaxPendingRequests!==void 0){let data149=data148.http1MaxPendingRequests;if(!(typeof data149=="number"&&!(data149%1)&&!isNaN(data149))){
let err302={instancePath:instancePath+"/spec/service/trafficPolicy/connectionPool/http/http1MaxPendingRequests",schemaPath:"#/properties/spec/properties/service\
/properties/trafficPolicy/properties/connectionPool/properties/http/properties/http1MaxPendingRequests/type",keyword:"type",params:{type:"integer"},message:"mus\
t be integer"};vErrors===null?vErrors=[err302]:vErrors.push(err302),errors++}}if(data148.http2MaxRequests!==void 0){let data150=data148.http2MaxRequests;if(!(typeof data150==
"number"&&!(data150%1)&&!isNaN(data150))){let err303={instancePath:instancePath+"/spec/service/trafficPolicy/connectionPool/http/http2MaxRequests",schemaPath:"#\
/properties/spec/properties/service/properties/trafficPolicy/properties/connectionPool/properties/http/properties/http2MaxRequests/type",keyword:"type",params:{
type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err303]:vErrors.push(err303),errors++}}if(data148.maxRequestsPerConnection!==void 0){let data151=data148.
maxRequestsPerConnection;if(!(typeof data151=="number"&&!(data151%1)&&!isNaN(data151))){let err304={instancePath:instancePath+"/spec/service/trafficPolicy/conne\
ctionPool/http/maxRequestsPerConnection",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/connectionPool/properties/http/pro\
perties/maxRequestsPerConnection/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err304]:vErrors.push(err304),errors++}}
if(data148.maxRetries!==void 0){let data152=data148.maxRetries;if(!(typeof data152=="number"&&!(data152%1)&&!isNaN(data152))){let err305={instancePath:instancePath+
"/spec/service/trafficPolicy/connectionPool/http/maxRetries",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/connectionPool\
/properties/http/properties/maxRetries/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err305]:vErrors.push(err305),
errors++}}if(data148.idleTimeout!==void 0&&typeof data148.idleTimeout!="string"){let err306={instancePath:instancePath+"/spec/service/trafficPolicy/connectionPo\
ol/http/idleTimeout",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/connectionPool/properties/http/properties/idleTimeout/\
type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err306]:vErrors.push(err306),errors++}if(data148.h2UpgradePolicy!==
void 0){let data154=data148.h2UpgradePolicy;if(typeof data154!="string"){let err307={instancePath:instancePath+"/spec/service/trafficPolicy/connectionPool/http/\
h2UpgradePolicy",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/connectionPool/properties/http/properties/h2UpgradePolicy/\
type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err307]:vErrors.push(err307),errors++}if(!(data154==="DEFAULT"||data154===
"DO_NOT_UPGRADE"||data154==="UPGRADE")){let err308={instancePath:instancePath+"/spec/service/trafficPolicy/connectionPool/http/h2UpgradePolicy",schemaPath:"#/pr\
operties/spec/properties/service/properties/trafficPolicy/properties/connectionPool/properties/http/properties/h2UpgradePolicy/enum",keyword:"enum",params:{allowedValues:schema11.
properties.spec.properties.service.properties.trafficPolicy.properties.connectionPool.properties.http.properties.h2UpgradePolicy.enum},message:"must be equal to\
 one of the allowed values"};vErrors===null?vErrors=[err308]:vErrors.push(err308),errors++}}}else{let err309={instancePath:instancePath+"/spec/service/trafficPo\
licy/connectionPool/http",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/connectionPool/properties/http/type",keyword:"typ\
e",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err309]:vErrors.push(err309),errors++}}}else{let err310={instancePath:instancePath+"\
/spec/service/trafficPolicy/connectionPool",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/connectionPool/type",keyword:"t\
ype",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err310]:vErrors.push(err310),errors++}}if(data146.loadBalancer!==void 0){let data155=data146.
loadBalancer,_errs431=errors,valid87=!1,passing8=null,_errs432=errors;if(data155&&typeof data155=="object"&&!Array.isArray(data155)&&data155.simple===void 0){let err311={
instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBa\
lancer/oneOf/0/required",keyword:"required",params:{missingProperty:"simple"},message:"must have required property 'simple'"};vErrors===null?vErrors=[err311]:vErrors.
push(err311),errors++}var _valid15=_errs432===errors;_valid15&&(valid87=!0,passing8=0);let _errs433=errors;if(data155&&typeof data155=="object"&&!Array.isArray(
data155)){if(data155.consistentHash===void 0){let err312={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer",schemaPath:"#/properties/spec/pro\
perties/service/properties/trafficPolicy/properties/loadBalancer/oneOf/1/required",keyword:"required",params:{missingProperty:"consistentHash"},message:"must ha\
ve required property 'consistentHash'"};vErrors===null?vErrors=[err312]:vErrors.push(err312),errors++}if(data155.consistentHash!==void 0){let data156=data155.consistentHash,
_errs435=errors,valid89=!1,passing9=null,_errs436=errors;if(data156&&typeof data156=="object"&&!Array.isArray(data156)&&data156.httpHeaderName===void 0){let err313={
instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/consistentHash",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/pr\
operties/loadBalancer/oneOf/1/properties/consistentHash/oneOf/0/required",keyword:"required",params:{missingProperty:"httpHeaderName"},message:"must have requir\
ed property 'httpHeaderName'"};vErrors===null?vErrors=[err313]:vErrors.push(err313),errors++}var _valid16=_errs436===errors;_valid16&&(valid89=!0,passing9=0);let _errs437=errors;
if(data156&&typeof data156=="object"&&!Array.isArray(data156)&&data156.httpCookie===void 0){let err314={instancePath:instancePath+"/spec/service/trafficPolicy/l\
oadBalancer/consistentHash",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/oneOf/1/properties/consistentHash/\
oneOf/1/required",keyword:"required",params:{missingProperty:"httpCookie"},message:"must have required property 'httpCookie'"};vErrors===null?vErrors=[err314]:vErrors.
push(err314),errors++}var _valid16=_errs437===errors;if(_valid16&&valid89)valid89=!1,passing9=[passing9,1];else{_valid16&&(valid89=!0,passing9=1);let _errs438=errors;
if(data156&&typeof data156=="object"&&!Array.isArray(data156)&&data156.useSourceIp===void 0){let err315={instancePath:instancePath+"/spec/service/trafficPolicy/\
loadBalancer/consistentHash",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/oneOf/1/properties/consistentHash\
/oneOf/2/required",keyword:"required",params:{missingProperty:"useSourceIp"},message:"must have required property 'useSourceIp'"};vErrors===null?vErrors=[err315]:
vErrors.push(err315),errors++}var _valid16=_errs438===errors;if(_valid16&&valid89)valid89=!1,passing9=[passing9,2];else{_valid16&&(valid89=!0,passing9=2);let _errs439=errors;
if(data156&&typeof data156=="object"&&!Array.isArray(data156)&&data156.httpQueryParameterName===void 0){let err316={instancePath:instancePath+"/spec/service/tra\
fficPolicy/loadBalancer/consistentHash",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/oneOf/1/properties/con\
sistentHash/oneOf/3/required",keyword:"required",params:{missingProperty:"httpQueryParameterName"},message:"must have required property 'httpQueryParameterName'"};
vErrors===null?vErrors=[err316]:vErrors.push(err316),errors++}var _valid16=_errs439===errors;_valid16&&valid89?(valid89=!1,passing9=[passing9,3]):_valid16&&(valid89=
!0,passing9=3)}}if(valid89)errors=_errs435,vErrors!==null&&(_errs435?vErrors.length=_errs435:vErrors=null);else{let err317={instancePath:instancePath+"/spec/ser\
vice/trafficPolicy/loadBalancer/consistentHash",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/oneOf/1/proper\
ties/consistentHash/oneOf",keyword:"oneOf",params:{passingSchemas:passing9},message:"must match exactly one schema in oneOf"};vErrors===null?vErrors=[err317]:vErrors.
push(err317),errors++}}}var _valid15=_errs433===errors;if(_valid15&&valid87?(valid87=!1,passing8=[passing8,1]):_valid15&&(valid87=!0,passing8=1),valid87)errors=
_errs431,vErrors!==null&&(_errs431?vErrors.length=_errs431:vErrors=null);else{let err318={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer",schemaPath:"\
#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/oneOf",keyword:"oneOf",params:{passingSchemas:passing8},message:"must matc\
h exactly one schema in oneOf"};vErrors===null?vErrors=[err318]:vErrors.push(err318),errors++}if(data155&&typeof data155=="object"&&!Array.isArray(data155)){for(let key39 in data155)
if(!(key39==="simple"||key39==="consistentHash"||key39==="localityLbSetting"||key39==="warmupDurationSecs")){let err319={instancePath:instancePath+"/spec/servic\
e/trafficPolicy/loadBalancer",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/additionalProperties",keyword:"a\
dditionalProperties",params:{additionalProperty:key39},message:"must NOT have additional properties"};vErrors===null?vErrors=[err319]:vErrors.push(err319),errors++}
if(data155.simple!==void 0){let data157=data155.simple;if(typeof data157!="string"){let err320={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalan\
cer/simple",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/simple/type",keyword:"type",params:{type:"\
string"},message:"must be string"};vErrors===null?vErrors=[err320]:vErrors.push(err320),errors++}if(!(data157==="ROUND_ROBIN"||data157==="LEAST_CONN"||data157===
"RANDOM"||data157==="PASSTHROUGH"||data157==="LEAST_REQUEST")){let err321={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/simple",schemaPath:"\
#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/simple/enum",keyword:"enum",params:{allowedValues:schema11.properties.
spec.properties.service.properties.trafficPolicy.properties.loadBalancer.properties.simple.enum},message:"must be equal to one of the allowed values"};vErrors===
null?vErrors=[err321]:vErrors.push(err321),errors++}}if(data155.consistentHash!==void 0){let data158=data155.consistentHash;if(data158&&typeof data158=="object"&&
!Array.isArray(data158)){for(let key40 in data158)if(!(key40==="httpHeaderName"||key40==="httpQueryParameterName"||key40==="httpCookie"||key40==="useSourceIp"||
key40==="minimumRingSize")){let err322={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/consistentHash",schemaPath:"#/properties/spec/proper\
ties/service/properties/trafficPolicy/properties/loadBalancer/properties/consistentHash/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key40},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err322]:vErrors.push(err322),errors++}if(data158.httpHeaderName!==void 0&&typeof data158.
httpHeaderName!="string"){let err323={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/consistentHash/httpHeaderName",schemaPath:"#/propertie\
s/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/consistentHash/properties/httpHeaderName/type",keyword:"type",params:{type:"\
string"},message:"must be string"};vErrors===null?vErrors=[err323]:vErrors.push(err323),errors++}if(data158.httpQueryParameterName!==void 0&&typeof data158.httpQueryParameterName!=
"string"){let err324={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/consistentHash/httpQueryParameterName",schemaPath:"#/properties/spec/p\
roperties/service/properties/trafficPolicy/properties/loadBalancer/properties/consistentHash/properties/httpQueryParameterName/type",keyword:"type",params:{type:"\
string"},message:"must be string"};vErrors===null?vErrors=[err324]:vErrors.push(err324),errors++}if(data158.httpCookie!==void 0){let data161=data158.httpCookie;
if(data161&&typeof data161=="object"&&!Array.isArray(data161)){for(let key41 in data161)if(!(key41==="name"||key41==="path"||key41==="ttl")){let err325={instancePath:instancePath+
"/spec/service/trafficPolicy/loadBalancer/consistentHash/httpCookie",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBa\
lancer/properties/consistentHash/properties/httpCookie/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key41},message:"must NOT \
have additional properties"};vErrors===null?vErrors=[err325]:vErrors.push(err325),errors++}if(data161.name!==void 0&&typeof data161.name!="string"){let err326={
instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/consistentHash/httpCookie/name",schemaPath:"#/properties/spec/properties/service/properties/\
trafficPolicy/properties/loadBalancer/properties/consistentHash/properties/httpCookie/properties/name/type",keyword:"type",params:{type:"string"},message:"must \
be string"};vErrors===null?vErrors=[err326]:vErrors.push(err326),errors++}if(data161.path!==void 0&&typeof data161.path!="string"){let err327={instancePath:instancePath+
"/spec/service/trafficPolicy/loadBalancer/consistentHash/httpCookie/path",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/l\
oadBalancer/properties/consistentHash/properties/httpCookie/properties/path/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?
vErrors=[err327]:vErrors.push(err327),errors++}if(data161.ttl!==void 0&&typeof data161.ttl!="string"){let err328={instancePath:instancePath+"/spec/service/traff\
icPolicy/loadBalancer/consistentHash/httpCookie/ttl",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/propertie\
s/consistentHash/properties/httpCookie/properties/ttl/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err328]:vErrors.
push(err328),errors++}}else{let err329={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/consistentHash/httpCookie",schemaPath:"#/properties/\
spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/consistentHash/properties/httpCookie/type",keyword:"type",params:{type:"obje\
ct"},message:"must be object"};vErrors===null?vErrors=[err329]:vErrors.push(err329),errors++}}if(data158.useSourceIp!==void 0&&typeof data158.useSourceIp!="bool\
ean"){let err330={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/consistentHash/useSourceIp",schemaPath:"#/properties/spec/properties/servi\
ce/properties/trafficPolicy/properties/loadBalancer/properties/consistentHash/properties/useSourceIp/type",keyword:"type",params:{type:"boolean"},message:"must \
be boolean"};vErrors===null?vErrors=[err330]:vErrors.push(err330),errors++}if(data158.minimumRingSize!==void 0){let data166=data158.minimumRingSize;if(!(typeof data166==
"number"&&!(data166%1)&&!isNaN(data166))){let err331={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/consistentHash/minimumRingSize",schemaPath:"\
#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/consistentHash/properties/minimumRingSize/type",keyword:"type",
params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err331]:vErrors.push(err331),errors++}}}else{let err332={instancePath:instancePath+"/\
spec/service/trafficPolicy/loadBalancer/consistentHash",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/proper\
ties/consistentHash/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err332]:vErrors.push(err332),errors++}}if(data155.
localityLbSetting!==void 0){let data167=data155.localityLbSetting;if(data167&&typeof data167=="object"&&!Array.isArray(data167)){for(let key42 in data167)if(!(key42===
"enabled"||key42==="distribute"||key42==="failover")){let err333={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/localityLbSetting",schemaPath:"\
#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/localityLbSetting/additionalProperties",keyword:"additionalProp\
erties",params:{additionalProperty:key42},message:"must NOT have additional properties"};vErrors===null?vErrors=[err333]:vErrors.push(err333),errors++}if(data167.
enabled!==void 0&&typeof data167.enabled!="boolean"){let err334={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/localityLbSetting/enabled",
schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/localityLbSetting/properties/enabled/type",keyword:"\
type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err334]:vErrors.push(err334),errors++}if(data167.distribute!==void 0){let data169=data167.
distribute;if(Array.isArray(data169)){let len13=data169.length;for(let i13=0;i13<len13;i13++){let data170=data169[i13];if(data170&&typeof data170=="object"&&!Array.
isArray(data170)){for(let key43 in data170)if(!(key43==="from"||key43==="to")){let err335={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/l\
ocalityLbSetting/distribute/"+i13,schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/localityLbSetting\
/properties/distribute/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key43},message:"must NOT have additional properties"};
vErrors===null?vErrors=[err335]:vErrors.push(err335),errors++}if(data170.from!==void 0&&typeof data170.from!="string"){let err336={instancePath:instancePath+"/s\
pec/service/trafficPolicy/loadBalancer/localityLbSetting/distribute/"+i13+"/from",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/prop\
erties/loadBalancer/properties/localityLbSetting/properties/distribute/items/properties/from/type",keyword:"type",params:{type:"string"},message:"must be string"};
vErrors===null?vErrors=[err336]:vErrors.push(err336),errors++}if(data170.to!==void 0){let data172=data170.to;if(data172&&typeof data172=="object"&&!Array.isArray(
data172))for(let key44 in data172){let data173=data172[key44];if(!(typeof data173=="number"&&!(data173%1)&&!isNaN(data173))){let err337={instancePath:instancePath+
"/spec/service/trafficPolicy/loadBalancer/localityLbSetting/distribute/"+i13+"/to/"+key44.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/p\
roperties/service/properties/trafficPolicy/properties/loadBalancer/properties/localityLbSetting/properties/distribute/items/properties/to/additionalProperties/t\
ype",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err337]:vErrors.push(err337),errors++}}else{let err338={instancePath:instancePath+
"/spec/service/trafficPolicy/loadBalancer/localityLbSetting/distribute/"+i13+"/to",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/pro\
perties/loadBalancer/properties/localityLbSetting/properties/distribute/items/properties/to/type",keyword:"type",params:{type:"object"},message:"must be object"};
vErrors===null?vErrors=[err338]:vErrors.push(err338),errors++}}}else{let err339={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/localityLbS\
etting/distribute/"+i13,schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/localityLbSetting/propertie\
s/distribute/items/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err339]:vErrors.push(err339),errors++}}}else{let err340={
instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/localityLbSetting/distribute",schemaPath:"#/properties/spec/properties/service/properties/tr\
afficPolicy/properties/loadBalancer/properties/localityLbSetting/properties/distribute/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===
null?vErrors=[err340]:vErrors.push(err340),errors++}}if(data167.failover!==void 0){let data174=data167.failover;if(Array.isArray(data174)){let len14=data174.length;
for(let i14=0;i14<len14;i14++){let data175=data174[i14];if(data175&&typeof data175=="object"&&!Array.isArray(data175)){for(let key45 in data175)if(!(key45==="fr\
om"||key45==="to")){let err341={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/localityLbSetting/failover/"+i14,schemaPath:"#/properties/sp\
ec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/localityLbSetting/properties/failover/items/additionalProperties",keyword:"add\
itionalProperties",params:{additionalProperty:key45},message:"must NOT have additional properties"};vErrors===null?vErrors=[err341]:vErrors.push(err341),errors++}
if(data175.from!==void 0&&typeof data175.from!="string"){let err342={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/localityLbSetting/failo\
ver/"+i14+"/from",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/localityLbSetting/properties/fail\
over/items/properties/from/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err342]:vErrors.push(err342),errors++}if(data175.
to!==void 0&&typeof data175.to!="string"){let err343={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/localityLbSetting/failover/"+i14+"/to",
schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/localityLbSetting/properties/failover/items/propert\
ies/to/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err343]:vErrors.push(err343),errors++}}else{let err344={instancePath:instancePath+
"/spec/service/trafficPolicy/loadBalancer/localityLbSetting/failover/"+i14,schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/\
loadBalancer/properties/localityLbSetting/properties/failover/items/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=
[err344]:vErrors.push(err344),errors++}}}else{let err345={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/localityLbSetting/failover",schemaPath:"\
#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/localityLbSetting/properties/failover/type",keyword:"type",params:{
type:"array"},message:"must be array"};vErrors===null?vErrors=[err345]:vErrors.push(err345),errors++}}}else{let err346={instancePath:instancePath+"/spec/service\
/trafficPolicy/loadBalancer/localityLbSetting",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/loca\
lityLbSetting/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err346]:vErrors.push(err346),errors++}}if(data155.warmupDurationSecs!==
void 0&&typeof data155.warmupDurationSecs!="string"){let err347={instancePath:instancePath+"/spec/service/trafficPolicy/loadBalancer/warmupDurationSecs",schemaPath:"\
#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/properties/warmupDurationSecs/type",keyword:"type",params:{type:"string"},
message:"must be string"};vErrors===null?vErrors=[err347]:vErrors.push(err347),errors++}}else{let err348={instancePath:instancePath+"/spec/service/trafficPolicy\
/loadBalancer",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/type",keyword:"type",params:{type:"object"},message:"\
must be object"};vErrors===null?vErrors=[err348]:vErrors.push(err348),errors++}}if(data146.outlierDetection!==void 0){let data179=data146.outlierDetection;if(data179&&
typeof data179=="object"&&!Array.isArray(data179)){for(let key46 in data179)if(!func2.call(schema11.properties.spec.properties.service.properties.trafficPolicy.
properties.outlierDetection.properties,key46)){let err349={instancePath:instancePath+"/spec/service/trafficPolicy/outlierDetection",schemaPath:"#/properties/spe\
c/properties/service/properties/trafficPolicy/properties/outlierDetection/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key46},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err349]:vErrors.push(err349),errors++}if(data179.consecutive5xxErrors!==void 0){let data180=data179.
consecutive5xxErrors;if(!(typeof data180=="number"&&!(data180%1)&&!isNaN(data180))){let err350={instancePath:instancePath+"/spec/service/trafficPolicy/outlierDe\
tection/consecutive5xxErrors",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/outlierDetection/properties/consecutive5xxErr\
ors/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err350]:vErrors.push(err350),errors++}}if(data179.consecutiveErrors!==
void 0){let data181=data179.consecutiveErrors;if(!(typeof data181=="number"&&!(data181%1)&&!isNaN(data181))){let err351={instancePath:instancePath+"/spec/servic\
e/trafficPolicy/outlierDetection/consecutiveErrors",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/outlierDetection/proper\
ties/consecutiveErrors/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err351]:vErrors.push(err351),errors++}}if(data179.
consecutiveGatewayErrors!==void 0){let data182=data179.consecutiveGatewayErrors;if(!(typeof data182=="number"&&!(data182%1)&&!isNaN(data182))){let err352={instancePath:instancePath+
"/spec/service/trafficPolicy/outlierDetection/consecutiveGatewayErrors",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/out\
lierDetection/properties/consecutiveGatewayErrors/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err352]:vErrors.
push(err352),errors++}}if(data179.consecutiveLocalOriginFailures!==void 0){let data183=data179.consecutiveLocalOriginFailures;if(!(typeof data183=="number"&&!(data183%
1)&&!isNaN(data183))){let err353={instancePath:instancePath+"/spec/service/trafficPolicy/outlierDetection/consecutiveLocalOriginFailures",schemaPath:"#/properti\
es/spec/properties/service/properties/trafficPolicy/properties/outlierDetection/properties/consecutiveLocalOriginFailures/type",keyword:"type",params:{type:"int\
eger"},message:"must be integer"};vErrors===null?vErrors=[err353]:vErrors.push(err353),errors++}}if(data179.splitExternalLocalOriginErrors!==void 0&&typeof data179.
splitExternalLocalOriginErrors!="boolean"){let err354={instancePath:instancePath+"/spec/service/trafficPolicy/outlierDetection/splitExternalLocalOriginErrors",schemaPath:"\
#/properties/spec/properties/service/properties/trafficPolicy/properties/outlierDetection/properties/splitExternalLocalOriginErrors/type",keyword:"type",params:{
type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err354]:vErrors.push(err354),errors++}if(data179.interval!==void 0&&typeof data179.interval!=
"string"){let err355={instancePath:instancePath+"/spec/service/trafficPolicy/outlierDetection/interval",schemaPath:"#/properties/spec/properties/service/propert\
ies/trafficPolicy/properties/outlierDetection/properties/interval/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[
err355]:vErrors.push(err355),errors++}if(data179.baseEjectionTime!==void 0&&typeof data179.baseEjectionTime!="string"){let err356={instancePath:instancePath+"/s\
pec/service/trafficPolicy/outlierDetection/baseEjectionTime",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/outlierDetecti\
on/properties/baseEjectionTime/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err356]:vErrors.push(err356),errors++}
if(data179.maxEjectionPercent!==void 0){let data187=data179.maxEjectionPercent;if(!(typeof data187=="number"&&!(data187%1)&&!isNaN(data187))){let err357={instancePath:instancePath+
"/spec/service/trafficPolicy/outlierDetection/maxEjectionPercent",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/outlierDe\
tection/properties/maxEjectionPercent/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err357]:vErrors.push(err357),
errors++}}if(data179.minHealthPercent!==void 0){let data188=data179.minHealthPercent;if(!(typeof data188=="number"&&!(data188%1)&&!isNaN(data188))){let err358={
instancePath:instancePath+"/spec/service/trafficPolicy/outlierDetection/minHealthPercent",schemaPath:"#/properties/spec/properties/service/properties/trafficPol\
icy/properties/outlierDetection/properties/minHealthPercent/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err358]:
vErrors.push(err358),errors++}}}else{let err359={instancePath:instancePath+"/spec/service/trafficPolicy/outlierDetection",schemaPath:"#/properties/spec/properti\
es/service/properties/trafficPolicy/properties/outlierDetection/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err359]:
vErrors.push(err359),errors++}}if(data146.tls!==void 0){let data189=data146.tls;if(data189&&typeof data189=="object"&&!Array.isArray(data189)){for(let key47 in data189)
if(!(key47==="mode"||key47==="clientCertificate"||key47==="privateKey"||key47==="caCertificates"||key47==="subjectAltNames"||key47==="sni")){let err360={instancePath:instancePath+
"/spec/service/trafficPolicy/tls",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/tls/additionalProperties",keyword:"additi\
onalProperties",params:{additionalProperty:key47},message:"must NOT have additional properties"};vErrors===null?vErrors=[err360]:vErrors.push(err360),errors++}if(data189.
mode!==void 0){let data190=data189.mode;if(typeof data190!="string"){let err361={instancePath:instancePath+"/spec/service/trafficPolicy/tls/mode",schemaPath:"#/\
properties/spec/properties/service/properties/trafficPolicy/properties/tls/properties/mode/type",keyword:"type",params:{type:"string"},message:"must be string"};
vErrors===null?vErrors=[err361]:vErrors.push(err361),errors++}if(!(data190==="DISABLE"||data190==="SIMPLE"||data190==="MUTUAL"||data190==="ISTIO_MUTUAL")){let err362={
instancePath:instancePath+"/spec/service/trafficPolicy/tls/mode",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/tls/proper\
ties/mode/enum",keyword:"enum",params:{allowedValues:schema11.properties.spec.properties.service.properties.trafficPolicy.properties.tls.properties.mode.enum},message:"\
must be equal to one of the allowed values"};vErrors===null?vErrors=[err362]:vErrors.push(err362),errors++}}if(data189.clientCertificate!==void 0&&typeof data189.
clientCertificate!="string"){let err363={instancePath:instancePath+"/spec/service/trafficPolicy/tls/clientCertificate",schemaPath:"#/properties/spec/properties/\
service/properties/trafficPolicy/properties/tls/properties/clientCertificate/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?
vErrors=[err363]:vErrors.push(err363),errors++}if(data189.privateKey!==void 0&&typeof data189.privateKey!="string"){let err364={instancePath:instancePath+"/spec\
/service/trafficPolicy/tls/privateKey",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/tls/properties/privateKey/type",keyword:"\
type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err364]:vErrors.push(err364),errors++}if(data189.caCertificates!==void 0&&typeof data189.
caCertificates!="string"){let err365={instancePath:instancePath+"/spec/service/trafficPolicy/tls/caCertificates",schemaPath:"#/properties/spec/properties/servic\
e/properties/trafficPolicy/properties/tls/properties/caCertificates/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=
[err365]:vErrors.push(err365),errors++}if(data189.subjectAltNames!==void 0){let data194=data189.subjectAltNames;if(Array.isArray(data194)){let len15=data194.length;
for(let i15=0;i15<len15;i15++)if(typeof data194[i15]!="string"){let err366={instancePath:instancePath+"/spec/service/trafficPolicy/tls/subjectAltNames/"+i15,schemaPath:"\
#/properties/spec/properties/service/properties/trafficPolicy/properties/tls/properties/subjectAltNames/items/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err366]:vErrors.push(err366),errors++}}else{let err367={instancePath:instancePath+"/spec/service/trafficPolicy/tls/subj\
ectAltNames",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/tls/properties/subjectAltNames/type",keyword:"type",params:{type:"\
array"},message:"must be array"};vErrors===null?vErrors=[err367]:vErrors.push(err367),errors++}}if(data189.sni!==void 0&&typeof data189.sni!="string"){let err368={
instancePath:instancePath+"/spec/service/trafficPolicy/tls/sni",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/tls/propert\
ies/sni/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err368]:vErrors.push(err368),errors++}}else{let err369={instancePath:instancePath+
"/spec/service/trafficPolicy/tls",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/properties/tls/type",keyword:"type",params:{type:"ob\
ject"},message:"must be object"};vErrors===null?vErrors=[err369]:vErrors.push(err369),errors++}}}else{let err370={instancePath:instancePath+"/spec/service/traff\
icPolicy",schemaPath:"#/properties/spec/properties/service/properties/trafficPolicy/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===
null?vErrors=[err370]:vErrors.push(err370),errors++}}if(data33.apex!==void 0){let data197=data33.apex;if(data197&&typeof data197=="object"&&!Array.isArray(data197)){
for(let key48 in data197)if(!(key48==="labels"||key48==="annotations")){let err371={instancePath:instancePath+"/spec/service/apex",schemaPath:"#/properties/spec\
/properties/service/properties/apex/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key48},message:"must NOT have additional pro\
perties"};vErrors===null?vErrors=[err371]:vErrors.push(err371),errors++}if(data197.labels!==void 0){let data198=data197.labels;if(data198&&typeof data198=="obje\
ct"&&!Array.isArray(data198)){for(let key49 in data198)if(typeof data198[key49]!="string"){let err372={instancePath:instancePath+"/spec/service/apex/labels/"+key49.
replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/apex/properties/labels/additionalProperties/type",keyword:"ty\
pe",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err372]:vErrors.push(err372),errors++}}else{let err373={instancePath:instancePath+"\
/spec/service/apex/labels",schemaPath:"#/properties/spec/properties/service/properties/apex/properties/labels/type",keyword:"type",params:{type:"object"},message:"\
must be object"};vErrors===null?vErrors=[err373]:vErrors.push(err373),errors++}}if(data197.annotations!==void 0){let data200=data197.annotations;if(data200&&typeof data200==
"object"&&!Array.isArray(data200)){for(let key50 in data200)if(typeof data200[key50]!="string"){let err374={instancePath:instancePath+"/spec/service/apex/annota\
tions/"+key50.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/apex/properties/annotations/additionalPropertie\
s/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err374]:vErrors.push(err374),errors++}}else{let err375={instancePath:instancePath+
"/spec/service/apex/annotations",schemaPath:"#/properties/spec/properties/service/properties/apex/properties/annotations/type",keyword:"type",params:{type:"obje\
ct"},message:"must be object"};vErrors===null?vErrors=[err375]:vErrors.push(err375),errors++}}}else{let err376={instancePath:instancePath+"/spec/service/apex",schemaPath:"\
#/properties/spec/properties/service/properties/apex/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err376]:vErrors.
push(err376),errors++}}if(data33.primary!==void 0){let data202=data33.primary;if(data202&&typeof data202=="object"&&!Array.isArray(data202)){for(let key51 in data202)
if(!(key51==="labels"||key51==="annotations")){let err377={instancePath:instancePath+"/spec/service/primary",schemaPath:"#/properties/spec/properties/service/pr\
operties/primary/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key51},message:"must NOT have additional properties"};vErrors===
null?vErrors=[err377]:vErrors.push(err377),errors++}if(data202.labels!==void 0){let data203=data202.labels;if(data203&&typeof data203=="object"&&!Array.isArray(
data203)){for(let key52 in data203)if(typeof data203[key52]!="string"){let err378={instancePath:instancePath+"/spec/service/primary/labels/"+key52.replace(/~/g,
"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/primary/properties/labels/additionalProperties/type",keyword:"type",params:{
type:"string"},message:"must be string"};vErrors===null?vErrors=[err378]:vErrors.push(err378),errors++}}else{let err379={instancePath:instancePath+"/spec/servic\
e/primary/labels",schemaPath:"#/properties/spec/properties/service/properties/primary/properties/labels/type",keyword:"type",params:{type:"object"},message:"mus\
t be object"};vErrors===null?vErrors=[err379]:vErrors.push(err379),errors++}}if(data202.annotations!==void 0){let data205=data202.annotations;if(data205&&typeof data205==
"object"&&!Array.isArray(data205)){for(let key53 in data205)if(typeof data205[key53]!="string"){let err380={instancePath:instancePath+"/spec/service/primary/ann\
otations/"+key53.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/primary/properties/annotations/additionalPro\
perties/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err380]:vErrors.push(err380),errors++}}else{let err381={instancePath:instancePath+
"/spec/service/primary/annotations",schemaPath:"#/properties/spec/properties/service/properties/primary/properties/annotations/type",keyword:"type",params:{type:"\
object"},message:"must be object"};vErrors===null?vErrors=[err381]:vErrors.push(err381),errors++}}}else{let err382={instancePath:instancePath+"/spec/service/pri\
mary",schemaPath:"#/properties/spec/properties/service/properties/primary/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=
[err382]:vErrors.push(err382),errors++}}if(data33.canary!==void 0){let data207=data33.canary;if(data207&&typeof data207=="object"&&!Array.isArray(data207)){for(let key54 in data207)
if(!(key54==="labels"||key54==="annotations")){let err383={instancePath:instancePath+"/spec/service/canary",schemaPath:"#/properties/spec/properties/service/pro\
perties/canary/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key54},message:"must NOT have additional properties"};vErrors===null?
vErrors=[err383]:vErrors.push(err383),errors++}if(data207.labels!==void 0){let data208=data207.labels;if(data208&&typeof data208=="object"&&!Array.isArray(data208)){
for(let key55 in data208)if(typeof data208[key55]!="string"){let err384={instancePath:instancePath+"/spec/service/canary/labels/"+key55.replace(/~/g,"~0").replace(
/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/canary/properties/labels/additionalProperties/type",keyword:"type",params:{type:"string"},
message:"must be string"};vErrors===null?vErrors=[err384]:vErrors.push(err384),errors++}}else{let err385={instancePath:instancePath+"/spec/service/canary/labels",
schemaPath:"#/properties/spec/properties/service/properties/canary/properties/labels/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===
null?vErrors=[err385]:vErrors.push(err385),errors++}}if(data207.annotations!==void 0){let data210=data207.annotations;if(data210&&typeof data210=="object"&&!Array.
isArray(data210)){for(let key56 in data210)if(typeof data210[key56]!="string"){let err386={instancePath:instancePath+"/spec/service/canary/annotations/"+key56.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/service/properties/canary/properties/annotations/additionalProperties/type",keyword:"typ\
e",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err386]:vErrors.push(err386),errors++}}else{let err387={instancePath:instancePath+"/\
spec/service/canary/annotations",schemaPath:"#/properties/spec/properties/service/properties/canary/properties/annotations/type",keyword:"type",params:{type:"ob\
ject"},message:"must be object"};vErrors===null?vErrors=[err387]:vErrors.push(err387),errors++}}}else{let err388={instancePath:instancePath+"/spec/service/canar\
y",schemaPath:"#/properties/spec/properties/service/properties/canary/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=
[err388]:vErrors.push(err388),errors++}}if(data33.unmanagedMetadata!==void 0){let data212=data33.unmanagedMetadata;if(data212&&typeof data212=="object"&&!Array.
isArray(data212)){for(let key57 in data212)if(!(key57==="annotations"||key57==="labels")){let err389={instancePath:instancePath+"/spec/service/unmanagedMetadata",
schemaPath:"#/properties/spec/properties/service/properties/unmanagedMetadata/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key57},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err389]:vErrors.push(err389),errors++}if(data212.annotations!==void 0){let data213=data212.
annotations;if(Array.isArray(data213)){let len16=data213.length;for(let i16=0;i16<len16;i16++)if(typeof data213[i16]!="string"){let err390={instancePath:instancePath+
"/spec/service/unmanagedMetadata/annotations/"+i16,schemaPath:"#/properties/spec/properties/service/properties/unmanagedMetadata/properties/annotations/items/ty\
pe",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err390]:vErrors.push(err390),errors++}}else{let err391={instancePath:instancePath+
"/spec/service/unmanagedMetadata/annotations",schemaPath:"#/properties/spec/properties/service/properties/unmanagedMetadata/properties/annotations/type",keyword:"\
type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err391]:vErrors.push(err391),errors++}}if(data212.labels!==void 0){let data215=data212.
labels;if(Array.isArray(data215)){let len17=data215.length;for(let i17=0;i17<len17;i17++)if(typeof data215[i17]!="string"){let err392={instancePath:instancePath+
"/spec/service/unmanagedMetadata/labels/"+i17,schemaPath:"#/properties/spec/properties/service/properties/unmanagedMetadata/properties/labels/items/type",keyword:"\
type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err392]:vErrors.push(err392),errors++}}else{let err393={instancePath:instancePath+
"/spec/service/unmanagedMetadata/labels",schemaPath:"#/properties/spec/properties/service/properties/unmanagedMetadata/properties/labels/type",keyword:"type",params:{
type:"array"},message:"must be array"};vErrors===null?vErrors=[err393]:vErrors.push(err393),errors++}}}else{let err394={instancePath:instancePath+"/spec/service\
/unmanagedMetadata",schemaPath:"#/properties/spec/properties/service/properties/unmanagedMetadata/type",keyword:"type",params:{type:"object"},message:"must be o\
bject"};vErrors===null?vErrors=[err394]:vErrors.push(err394),errors++}}if(data33.meshName!==void 0&&typeof data33.meshName!="string"){let err395={instancePath:instancePath+
"/spec/service/meshName",schemaPath:"#/properties/spec/properties/service/properties/meshName/type",keyword:"type",params:{type:"string"},message:"must be strin\
g"};vErrors===null?vErrors=[err395]:vErrors.push(err395),errors++}if(data33.backends!==void 0){let data218=data33.backends;if(Array.isArray(data218)){let len18=data218.
length;for(let i18=0;i18<len18;i18++)if(typeof data218[i18]!="string"){let err396={instancePath:instancePath+"/spec/service/backends/"+i18,schemaPath:"#/propert\
ies/spec/properties/service/properties/backends/items/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err396]:vErrors.
push(err396),errors++}}else{let err397={instancePath:instancePath+"/spec/service/backends",schemaPath:"#/properties/spec/properties/service/properties/backends/\
type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err397]:vErrors.push(err397),errors++}}}else{let err398={instancePath:instancePath+
"/spec/service",schemaPath:"#/properties/spec/properties/service/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err398]:
vErrors.push(err398),errors++}}if(data3.skipAnalysis!==void 0&&typeof data3.skipAnalysis!="boolean"){let err399={instancePath:instancePath+"/spec/skipAnalysis",
schemaPath:"#/properties/spec/properties/skipAnalysis/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err399]:vErrors.
push(err399),errors++}if(data3.revertOnDeletion!==void 0&&typeof data3.revertOnDeletion!="boolean"){let err400={instancePath:instancePath+"/spec/revertOnDeletio\
n",schemaPath:"#/properties/spec/properties/revertOnDeletion/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err400]:
vErrors.push(err400),errors++}if(data3.suspend!==void 0&&typeof data3.suspend!="boolean"){let err401={instancePath:instancePath+"/spec/suspend",schemaPath:"#/pr\
operties/spec/properties/suspend/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err401]:vErrors.push(err401),errors++}
if(data3.analysis!==void 0){let data223=data3.analysis,_errs593=errors,valid121=!1,passing10=null,_errs594=errors;if(data223&&typeof data223=="object"&&!Array.isArray(
data223)){if(data223.interval===void 0){let err402={instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analysis/oneOf/0/require\
d",keyword:"required",params:{missingProperty:"interval"},message:"must have required property 'interval'"};vErrors===null?vErrors=[err402]:vErrors.push(err402),
errors++}if(data223.threshold===void 0){let err403={instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analysis/oneOf/0/require\
d",keyword:"required",params:{missingProperty:"threshold"},message:"must have required property 'threshold'"};vErrors===null?vErrors=[err403]:vErrors.push(err403),
errors++}if(data223.iterations===void 0){let err404={instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analysis/oneOf/0/requir\
ed",keyword:"required",params:{missingProperty:"iterations"},message:"must have required property 'iterations'"};vErrors===null?vErrors=[err404]:vErrors.push(err404),
errors++}}var _valid17=_errs594===errors;_valid17&&(valid121=!0,passing10=0);let _errs595=errors;if(data223&&typeof data223=="object"&&!Array.isArray(data223)){
if(data223.interval===void 0){let err405={instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analysis/oneOf/1/required",keyword:"\
required",params:{missingProperty:"interval"},message:"must have required property 'interval'"};vErrors===null?vErrors=[err405]:vErrors.push(err405),errors++}if(data223.
threshold===void 0){let err406={instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analysis/oneOf/1/required",keyword:"required",
params:{missingProperty:"threshold"},message:"must have required property 'threshold'"};vErrors===null?vErrors=[err406]:vErrors.push(err406),errors++}if(data223.
stepWeight===void 0){let err407={instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analysis/oneOf/1/required",keyword:"require\
d",params:{missingProperty:"stepWeight"},message:"must have required property 'stepWeight'"};vErrors===null?vErrors=[err407]:vErrors.push(err407),errors++}}var _valid17=_errs595===
errors;if(_valid17&&valid121)valid121=!1,passing10=[passing10,1];else{_valid17&&(valid121=!0,passing10=1);let _errs596=errors;if(data223&&typeof data223=="objec\
t"&&!Array.isArray(data223)){if(data223.interval===void 0){let err408={instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analy\
sis/oneOf/2/required",keyword:"required",params:{missingProperty:"interval"},message:"must have required property 'interval'"};vErrors===null?vErrors=[err408]:vErrors.
push(err408),errors++}if(data223.threshold===void 0){let err409={instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analysis/on\
eOf/2/required",keyword:"required",params:{missingProperty:"threshold"},message:"must have required property 'threshold'"};vErrors===null?vErrors=[err409]:vErrors.
push(err409),errors++}if(data223.stepWeights===void 0){let err410={instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analysis/\
oneOf/2/required",keyword:"required",params:{missingProperty:"stepWeights"},message:"must have required property 'stepWeights'"};vErrors===null?vErrors=[err410]:
vErrors.push(err410),errors++}}var _valid17=_errs596===errors;_valid17&&valid121?(valid121=!1,passing10=[passing10,2]):_valid17&&(valid121=!0,passing10=2)}if(valid121)
errors=_errs593,vErrors!==null&&(_errs593?vErrors.length=_errs593:vErrors=null);else{let err411={instancePath:instancePath+"/spec/analysis",schemaPath:"#/proper\
ties/spec/properties/analysis/oneOf",keyword:"oneOf",params:{passingSchemas:passing10},message:"must match exactly one schema in oneOf"};vErrors===null?vErrors=
[err411]:vErrors.push(err411),errors++}if(data223&&typeof data223=="object"&&!Array.isArray(data223)){for(let key58 in data223)if(!func2.call(schema11.properties.
spec.properties.analysis.properties,key58)){let err412={instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analysis/additionalP\
roperties",keyword:"additionalProperties",params:{additionalProperty:key58},message:"must NOT have additional properties"};vErrors===null?vErrors=[err412]:vErrors.
push(err412),errors++}if(data223.interval!==void 0){let data224=data223.interval;if(typeof data224=="string"){if(!pattern7.test(data224)){let err413={instancePath:instancePath+
"/spec/analysis/interval",schemaPath:"#/properties/spec/properties/analysis/properties/interval/pattern",keyword:"pattern",params:{pattern:"^[0-9]+(m|s)"},message:'\
must match pattern "^[0-9]+(m|s)"'};vErrors===null?vErrors=[err413]:vErrors.push(err413),errors++}}else{let err414={instancePath:instancePath+"/spec/analysis/in\
terval",schemaPath:"#/properties/spec/properties/analysis/properties/interval/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?
vErrors=[err414]:vErrors.push(err414),errors++}}if(data223.settleTime!==void 0&&typeof data223.settleTime!="string"){let err415={instancePath:instancePath+"/spe\
c/analysis/settleTime",schemaPath:"#/properties/spec/properties/analysis/properties/settleTime/type",keyword:"type",params:{type:"string"},message:"must be stri\
ng"};vErrors===null?vErrors=[err415]:vErrors.push(err415),errors++}if(data223.threshold!==void 0&&typeof data223.threshold!="number"){let err416={instancePath:instancePath+
"/spec/analysis/threshold",schemaPath:"#/properties/spec/properties/analysis/properties/threshold/type",keyword:"type",params:{type:"number"},message:"must be n\
umber"};vErrors===null?vErrors=[err416]:vErrors.push(err416),errors++}if(data223.iterations!==void 0&&typeof data223.iterations!="number"){let err417={instancePath:instancePath+
"/spec/analysis/iterations",schemaPath:"#/properties/spec/properties/analysis/properties/iterations/type",keyword:"type",params:{type:"number"},message:"must be\
 number"};vErrors===null?vErrors=[err417]:vErrors.push(err417),errors++}if(data223.stepWeight!==void 0&&typeof data223.stepWeight!="number"){let err418={instancePath:instancePath+
"/spec/analysis/stepWeight",schemaPath:"#/properties/spec/properties/analysis/properties/stepWeight/type",keyword:"type",params:{type:"number"},message:"must be\
 number"};vErrors===null?vErrors=[err418]:vErrors.push(err418),errors++}if(data223.stepWeights!==void 0){let data229=data223.stepWeights;if(Array.isArray(data229)){
let len19=data229.length;for(let i19=0;i19<len19;i19++)if(typeof data229[i19]!="number"){let err419={instancePath:instancePath+"/spec/analysis/stepWeights/"+i19,
schemaPath:"#/properties/spec/properties/analysis/properties/stepWeights/items/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?
vErrors=[err419]:vErrors.push(err419),errors++}}else{let err420={instancePath:instancePath+"/spec/analysis/stepWeights",schemaPath:"#/properties/spec/properties\
/analysis/properties/stepWeights/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err420]:vErrors.push(err420),errors++}}
if(data223.maxWeight!==void 0&&typeof data223.maxWeight!="number"){let err421={instancePath:instancePath+"/spec/analysis/maxWeight",schemaPath:"#/properties/spe\
c/properties/analysis/properties/maxWeight/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?vErrors=[err421]:vErrors.push(err421),
errors++}if(data223.stepWeightPromotion!==void 0&&typeof data223.stepWeightPromotion!="number"){let err422={instancePath:instancePath+"/spec/analysis/stepWeight\
Promotion",schemaPath:"#/properties/spec/properties/analysis/properties/stepWeightPromotion/type",keyword:"type",params:{type:"number"},message:"must be number"};
vErrors===null?vErrors=[err422]:vErrors.push(err422),errors++}if(data223.mirror!==void 0&&typeof data223.mirror!="boolean"){let err423={instancePath:instancePath+
"/spec/analysis/mirror",schemaPath:"#/properties/spec/properties/analysis/properties/mirror/type",keyword:"type",params:{type:"boolean"},message:"must be boolea\
n"};vErrors===null?vErrors=[err423]:vErrors.push(err423),errors++}if(data223.mirrorWeight!==void 0&&typeof data223.mirrorWeight!="number"){let err424={instancePath:instancePath+
"/spec/analysis/mirrorWeight",schemaPath:"#/properties/spec/properties/analysis/properties/mirrorWeight/type",keyword:"type",params:{type:"number"},message:"mus\
t be number"};vErrors===null?vErrors=[err424]:vErrors.push(err424),errors++}if(data223.primaryReadyThreshold!==void 0&&typeof data223.primaryReadyThreshold!="nu\
mber"){let err425={instancePath:instancePath+"/spec/analysis/primaryReadyThreshold",schemaPath:"#/properties/spec/properties/analysis/properties/primaryReadyThr\
eshold/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?vErrors=[err425]:vErrors.push(err425),errors++}if(data223.canaryReadyThreshold!==
void 0&&typeof data223.canaryReadyThreshold!="number"){let err426={instancePath:instancePath+"/spec/analysis/canaryReadyThreshold",schemaPath:"#/properties/spec\
/properties/analysis/properties/canaryReadyThreshold/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?vErrors=[err426]:vErrors.
push(err426),errors++}if(data223.match!==void 0){let data237=data223.match;if(Array.isArray(data237)){let len20=data237.length;for(let i20=0;i20<len20;i20++){let data238=data237[i20];
if(data238&&typeof data238=="object"&&!Array.isArray(data238)){for(let key59 in data238)if(!(key59==="headers"||key59==="queryParams"||key59==="sourceLabels")){
let err427={instancePath:instancePath+"/spec/analysis/match/"+i20,schemaPath:"#/properties/spec/properties/analysis/properties/match/items/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:key59},message:"must NOT have additional properties"};vErrors===null?vErrors=[err427]:vErrors.push(err427),
errors++}if(data238.headers!==void 0){let data239=data238.headers;if(data239&&typeof data239=="object"&&!Array.isArray(data239))for(let key60 in data239){let data240=data239[key60],
_errs634=errors,valid129=!1,passing11=null,_errs635=errors;if(data240&&typeof data240=="object"&&!Array.isArray(data240)&&data240.exact===void 0){let err428={instancePath:instancePath+
"/spec/analysis/match/"+i20+"/headers/"+key60.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/items/pr\
operties/headers/additionalProperties/oneOf/0/required",keyword:"required",params:{missingProperty:"exact"},message:"must have required property 'exact'"};vErrors===
null?vErrors=[err428]:vErrors.push(err428),errors++}var _valid18=_errs635===errors;_valid18&&(valid129=!0,passing11=0);let _errs636=errors;if(data240&&typeof data240==
"object"&&!Array.isArray(data240)&&data240.prefix===void 0){let err429={instancePath:instancePath+"/spec/analysis/match/"+i20+"/headers/"+key60.replace(/~/g,"~0").
replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/headers/additionalProperties/oneOf/1/required",keyword:"\
required",params:{missingProperty:"prefix"},message:"must have required property 'prefix'"};vErrors===null?vErrors=[err429]:vErrors.push(err429),errors++}var _valid18=_errs636===
errors;if(_valid18&&valid129)valid129=!1,passing11=[passing11,1];else{_valid18&&(valid129=!0,passing11=1);let _errs637=errors;if(data240&&typeof data240=="objec\
t"&&!Array.isArray(data240)&&data240.suffix===void 0){let err430={instancePath:instancePath+"/spec/analysis/match/"+i20+"/headers/"+key60.replace(/~/g,"~0").replace(
/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/headers/additionalProperties/oneOf/2/required",keyword:"required",
params:{missingProperty:"suffix"},message:"must have required property 'suffix'"};vErrors===null?vErrors=[err430]:vErrors.push(err430),errors++}var _valid18=_errs637===
errors;if(_valid18&&valid129)valid129=!1,passing11=[passing11,2];else{_valid18&&(valid129=!0,passing11=2);let _errs638=errors;if(data240&&typeof data240=="objec\
t"&&!Array.isArray(data240)&&data240.regex===void 0){let err431={instancePath:instancePath+"/spec/analysis/match/"+i20+"/headers/"+key60.replace(/~/g,"~0").replace(
/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/headers/additionalProperties/oneOf/3/required",keyword:"required",
params:{missingProperty:"regex"},message:"must have required property 'regex'"};vErrors===null?vErrors=[err431]:vErrors.push(err431),errors++}var _valid18=_errs638===
errors;_valid18&&valid129?(valid129=!1,passing11=[passing11,3]):_valid18&&(valid129=!0,passing11=3)}}if(valid129)errors=_errs634,vErrors!==null&&(_errs634?vErrors.
length=_errs634:vErrors=null);else{let err432={instancePath:instancePath+"/spec/analysis/match/"+i20+"/headers/"+key60.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/properties/spec/properties/analysis/properties/match/items/properties/headers/additionalProperties/oneOf",keyword:"oneOf",params:{passingSchemas:passing11},message:"\
must match exactly one schema in oneOf"};vErrors===null?vErrors=[err432]:vErrors.push(err432),errors++}if(data240&&typeof data240=="object"&&!Array.isArray(data240)){
for(let key61 in data240)if(!(key61==="exact"||key61==="prefix"||key61==="suffix"||key61==="regex")){let err433={instancePath:instancePath+"/spec/analysis/match\
/"+i20+"/headers/"+key60.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/headers/addi\
tionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key61},message:"must NOT have additional properties"};vErrors===
null?vErrors=[err433]:vErrors.push(err433),errors++}if(data240.exact!==void 0&&typeof data240.exact!="string"){let err434={instancePath:instancePath+"/spec/anal\
ysis/match/"+i20+"/headers/"+key60.replace(/~/g,"~0").replace(/\//g,"~1")+"/exact",schemaPath:"#/properties/spec/properties/analysis/properties/match/items/prop\
erties/headers/additionalProperties/properties/exact/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err434]:vErrors.
push(err434),errors++}if(data240.prefix!==void 0&&typeof data240.prefix!="string"){let err435={instancePath:instancePath+"/spec/analysis/match/"+i20+"/headers/"+
key60.replace(/~/g,"~0").replace(/\//g,"~1")+"/prefix",schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/headers/additionalPro\
perties/properties/prefix/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err435]:vErrors.push(err435),errors++}if(data240.
suffix!==void 0&&typeof data240.suffix!="string"){let err436={instancePath:instancePath+"/spec/analysis/match/"+i20+"/headers/"+key60.replace(/~/g,"~0").replace(
/\//g,"~1")+"/suffix",schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/headers/additionalProperties/properties/suffix/type",keyword:"\
type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err436]:vErrors.push(err436),errors++}if(data240.regex!==void 0&&typeof data240.regex!=
"string"){let err437={instancePath:instancePath+"/spec/analysis/match/"+i20+"/headers/"+key60.replace(/~/g,"~0").replace(/\//g,"~1")+"/regex",schemaPath:"#/prop\
erties/spec/properties/analysis/properties/match/items/properties/headers/additionalProperties/properties/regex/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err437]:vErrors.push(err437),errors++}}else{let err438={instancePath:instancePath+"/spec/analysis/match/"+i20+"/headers\
/"+key60.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/headers/additionalProperties\
/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err438]:vErrors.push(err438),errors++}}else{let err439={instancePath:instancePath+
"/spec/analysis/match/"+i20+"/headers",schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/headers/type",keyword:"type",params:{
type:"object"},message:"must be object"};vErrors===null?vErrors=[err439]:vErrors.push(err439),errors++}}if(data238.queryParams!==void 0){let data245=data238.queryParams;
if(data245&&typeof data245=="object"&&!Array.isArray(data245))for(let key62 in data245){let data246=data245[key62],_errs653=errors,valid132=!1,passing12=null,_errs654=errors,
_errs655=errors,_errs656=errors,_errs657=errors,valid134=!1,_errs658=errors;if(data246&&typeof data246=="object"&&!Array.isArray(data246)){let missing21;if(data246.
exact===void 0&&(missing21="exact")){let err440={};vErrors===null?vErrors=[err440]:vErrors.push(err440),errors++}}var _valid20=_errs658===errors;if(valid134=valid134||
_valid20,!valid134){let _errs659=errors;if(data246&&typeof data246=="object"&&!Array.isArray(data246)){let missing22;if(data246.prefix===void 0&&(missing22="pre\
fix")){let err441={};vErrors===null?vErrors=[err441]:vErrors.push(err441),errors++}}var _valid20=_errs659===errors;if(valid134=valid134||_valid20,!valid134){let _errs660=errors;
if(data246&&typeof data246=="object"&&!Array.isArray(data246)){let missing23;if(data246.regex===void 0&&(missing23="regex")){let err442={};vErrors===null?vErrors=
[err442]:vErrors.push(err442),errors++}}var _valid20=_errs660===errors;valid134=valid134||_valid20}}if(valid134)errors=_errs657,vErrors!==null&&(_errs657?vErrors.
length=_errs657:vErrors=null);else{let err443={};vErrors===null?vErrors=[err443]:vErrors.push(err443),errors++}var valid133=_errs656===errors;if(valid133){let err444={
instancePath:instancePath+"/spec/analysis/match/"+i20+"/queryParams/"+key62.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/anal\
ysis/properties/match/items/properties/queryParams/additionalProperties/oneOf/0/not",keyword:"not",params:{},message:"must NOT be valid"};vErrors===null?vErrors=
[err444]:vErrors.push(err444),errors++}else errors=_errs655,vErrors!==null&&(_errs655?vErrors.length=_errs655:vErrors=null);var _valid19=_errs654===errors;_valid19&&
(valid132=!0,passing12=0);let _errs661=errors;if(data246&&typeof data246=="object"&&!Array.isArray(data246)&&data246.exact===void 0){let err445={instancePath:instancePath+
"/spec/analysis/match/"+i20+"/queryParams/"+key62.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/item\
s/properties/queryParams/additionalProperties/oneOf/1/required",keyword:"required",params:{missingProperty:"exact"},message:"must have required property 'exact'"};
vErrors===null?vErrors=[err445]:vErrors.push(err445),errors++}var _valid19=_errs661===errors;if(_valid19&&valid132)valid132=!1,passing12=[passing12,1];else{_valid19&&
(valid132=!0,passing12=1);let _errs662=errors;if(data246&&typeof data246=="object"&&!Array.isArray(data246)&&data246.prefix===void 0){let err446={instancePath:instancePath+
"/spec/analysis/match/"+i20+"/queryParams/"+key62.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/item\
s/properties/queryParams/additionalProperties/oneOf/2/required",keyword:"required",params:{missingProperty:"prefix"},message:"must have required property 'prefi\
x'"};vErrors===null?vErrors=[err446]:vErrors.push(err446),errors++}var _valid19=_errs662===errors;if(_valid19&&valid132)valid132=!1,passing12=[passing12,2];else{
_valid19&&(valid132=!0,passing12=2);let _errs663=errors;if(data246&&typeof data246=="object"&&!Array.isArray(data246)&&data246.regex===void 0){let err447={instancePath:instancePath+
"/spec/analysis/match/"+i20+"/queryParams/"+key62.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/item\
s/properties/queryParams/additionalProperties/oneOf/3/required",keyword:"required",params:{missingProperty:"regex"},message:"must have required property 'regex'"};
vErrors===null?vErrors=[err447]:vErrors.push(err447),errors++}var _valid19=_errs663===errors;_valid19&&valid132?(valid132=!1,passing12=[passing12,3]):_valid19&&
(valid132=!0,passing12=3)}}if(valid132)errors=_errs653,vErrors!==null&&(_errs653?vErrors.length=_errs653:vErrors=null);else{let err448={instancePath:instancePath+
"/spec/analysis/match/"+i20+"/queryParams/"+key62.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/item\
s/properties/queryParams/additionalProperties/oneOf",keyword:"oneOf",params:{passingSchemas:passing12},message:"must match exactly one schema in oneOf"};vErrors===
null?vErrors=[err448]:vErrors.push(err448),errors++}if(data246&&typeof data246=="object"&&!Array.isArray(data246)){for(let key63 in data246)if(!(key63==="exact"||
key63==="prefix"||key63==="regex")){let err449={instancePath:instancePath+"/spec/analysis/match/"+i20+"/queryParams/"+key62.replace(/~/g,"~0").replace(/\//g,"~1"),
schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/queryParams/additionalProperties/additionalProperties",keyword:"additionalPr\
operties",params:{additionalProperty:key63},message:"must NOT have additional properties"};vErrors===null?vErrors=[err449]:vErrors.push(err449),errors++}if(data246.
exact!==void 0&&typeof data246.exact!="string"){let err450={instancePath:instancePath+"/spec/analysis/match/"+i20+"/queryParams/"+key62.replace(/~/g,"~0").replace(
/\//g,"~1")+"/exact",schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/queryParams/additionalProperties/properties/exact/type",
keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err450]:vErrors.push(err450),errors++}if(data246.prefix!==void 0&&typeof data246.
prefix!="string"){let err451={instancePath:instancePath+"/spec/analysis/match/"+i20+"/queryParams/"+key62.replace(/~/g,"~0").replace(/\//g,"~1")+"/prefix",schemaPath:"\
#/properties/spec/properties/analysis/properties/match/items/properties/queryParams/additionalProperties/properties/prefix/type",keyword:"type",params:{type:"st\
ring"},message:"must be string"};vErrors===null?vErrors=[err451]:vErrors.push(err451),errors++}if(data246.regex!==void 0&&typeof data246.regex!="string"){let err452={
instancePath:instancePath+"/spec/analysis/match/"+i20+"/queryParams/"+key62.replace(/~/g,"~0").replace(/\//g,"~1")+"/regex",schemaPath:"#/properties/spec/proper\
ties/analysis/properties/match/items/properties/queryParams/additionalProperties/properties/regex/type",keyword:"type",params:{type:"string"},message:"must be s\
tring"};vErrors===null?vErrors=[err452]:vErrors.push(err452),errors++}}else{let err453={instancePath:instancePath+"/spec/analysis/match/"+i20+"/queryParams/"+key62.
replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/queryParams/additionalProperties/type",
keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err453]:vErrors.push(err453),errors++}}else{let err454={instancePath:instancePath+
"/spec/analysis/match/"+i20+"/queryParams",schemaPath:"#/properties/spec/properties/analysis/properties/match/items/properties/queryParams/type",keyword:"type",
params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err454]:vErrors.push(err454),errors++}}if(data238.sourceLabels!==void 0){let data250=data238.
sourceLabels;if(data250&&typeof data250=="object"&&!Array.isArray(data250)){for(let key64 in data250)if(typeof data250[key64]!="string"){let err455={instancePath:instancePath+
"/spec/analysis/match/"+i20+"/sourceLabels/"+key64.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/match/ite\
ms/properties/sourceLabels/additionalProperties/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err455]:vErrors.push(
err455),errors++}}else{let err456={instancePath:instancePath+"/spec/analysis/match/"+i20+"/sourceLabels",schemaPath:"#/properties/spec/properties/analysis/prope\
rties/match/items/properties/sourceLabels/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err456]:vErrors.push(err456),
errors++}}}else{let err457={instancePath:instancePath+"/spec/analysis/match/"+i20,schemaPath:"#/properties/spec/properties/analysis/properties/match/items/type",
keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err457]:vErrors.push(err457),errors++}}}else{let err458={instancePath:instancePath+
"/spec/analysis/match",schemaPath:"#/properties/spec/properties/analysis/properties/match/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===
null?vErrors=[err458]:vErrors.push(err458),errors++}}if(data223.metrics!==void 0){let data252=data223.metrics;if(Array.isArray(data252)){let len21=data252.length;
for(let i21=0;i21<len21;i21++){let data253=data252[i21];if(data253&&typeof data253=="object"&&!Array.isArray(data253)){if(data253.name===void 0){let err459={instancePath:instancePath+
"/spec/analysis/metrics/"+i21,schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/required",keyword:"required",params:{missingProperty:"n\
ame"},message:"must have required property 'name'"};vErrors===null?vErrors=[err459]:vErrors.push(err459),errors++}for(let key65 in data253)if(!(key65==="name"||
key65==="interval"||key65==="threshold"||key65==="thresholdRange"||key65==="onNoData"||key65==="query"||key65==="templateRef"||key65==="templateVariables")){let err460={
instancePath:instancePath+"/spec/analysis/metrics/"+i21,schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:key65},message:"must NOT have additional properties"};vErrors===null?vErrors=[err460]:vErrors.push(err460),errors++}
if(data253.name!==void 0&&typeof data253.name!="string"){let err461={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/name",schemaPath:"#/properties/sp\
ec/properties/analysis/properties/metrics/items/properties/name/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err461]:
vErrors.push(err461),errors++}if(data253.interval!==void 0){let data255=data253.interval;if(typeof data255=="string"){if(!pattern7.test(data255)){let err462={instancePath:instancePath+
"/spec/analysis/metrics/"+i21+"/interval",schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/properties/interval/pattern",keyword:"patte\
rn",params:{pattern:"^[0-9]+(m|s)"},message:'must match pattern "^[0-9]+(m|s)"'};vErrors===null?vErrors=[err462]:vErrors.push(err462),errors++}}else{let err463={
instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/interval",schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/properties/interv\
al/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err463]:vErrors.push(err463),errors++}}if(data253.threshold!==void 0&&
typeof data253.threshold!="number"){let err464={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/threshold",schemaPath:"#/properties/spec/properties/an\
alysis/properties/metrics/items/properties/threshold/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?vErrors=[err464]:vErrors.
push(err464),errors++}if(data253.thresholdRange!==void 0){let data257=data253.thresholdRange;if(data257&&typeof data257=="object"&&!Array.isArray(data257)){for(let key66 in data257)
if(!(key66==="min"||key66==="max")){let err465={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/thresholdRange",schemaPath:"#/properties/spec/properti\
es/analysis/properties/metrics/items/properties/thresholdRange/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key66},message:"m\
ust NOT have additional properties"};vErrors===null?vErrors=[err465]:vErrors.push(err465),errors++}if(data257.min!==void 0&&typeof data257.min!="number"){let err466={
instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/thresholdRange/min",schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/propert\
ies/thresholdRange/properties/min/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?vErrors=[err466]:vErrors.push(err466),errors++}
if(data257.max!==void 0&&typeof data257.max!="number"){let err467={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/thresholdRange/max",schemaPath:"#/p\
roperties/spec/properties/analysis/properties/metrics/items/properties/thresholdRange/properties/max/type",keyword:"type",params:{type:"number"},message:"must b\
e number"};vErrors===null?vErrors=[err467]:vErrors.push(err467),errors++}}else{let err468={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/thresholdRa\
nge",schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/properties/thresholdRange/type",keyword:"type",params:{type:"object"},message:"m\
ust be object"};vErrors===null?vErrors=[err468]:vErrors.push(err468),errors++}}if(data253.onNoData!==void 0){let data260=data253.onNoData;if(typeof data260!="st\
ring"){let err469={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/onNoData",schemaPath:"#/properties/spec/properties/analysis/properties/metrics/item\
s/properties/onNoData/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err469]:vErrors.push(err469),errors++}if(!(data260===
"fail"||data260==="skip"||data260==="hold")){let err470={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/onNoData",schemaPath:"#/properties/spec/prope\
rties/analysis/properties/metrics/items/properties/onNoData/enum",keyword:"enum",params:{allowedValues:schema11.properties.spec.properties.analysis.properties.metrics.
items.properties.onNoData.enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err470]:vErrors.push(err470),errors++}}if(data253.
query!==void 0&&typeof data253.query!="string"){let err471={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/query",schemaPath:"#/properties/spec/prope\
rties/analysis/properties/metrics/items/properties/query/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err471]:vErrors.
push(err471),errors++}if(data253.templateRef!==void 0){let data262=data253.templateRef;if(data262&&typeof data262=="object"&&!Array.isArray(data262)){if(data262.
name===void 0){let err472={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/templateRef",schemaPath:"#/properties/spec/properties/analysis/properties/m\
etrics/items/properties/templateRef/required",keyword:"required",params:{missingProperty:"name"},message:"must have required property 'name'"};vErrors===null?vErrors=
[err472]:vErrors.push(err472),errors++}for(let key67 in data262)if(!(key67==="name"||key67==="namespace")){let err473={instancePath:instancePath+"/spec/analysis\
/metrics/"+i21+"/templateRef",schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/properties/templateRef/additionalProperties",keyword:"a\
dditionalProperties",params:{additionalProperty:key67},message:"must NOT have additional properties"};vErrors===null?vErrors=[err473]:vErrors.push(err473),errors++}
if(data262.name!==void 0&&typeof data262.name!="string"){let err474={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/templateRef/name",schemaPath:"#/p\
roperties/spec/properties/analysis/properties/metrics/items/properties/templateRef/properties/name/type",keyword:"type",params:{type:"string"},message:"must be \
string"};vErrors===null?vErrors=[err474]:vErrors.push(err474),errors++}if(data262.namespace!==void 0&&typeof data262.namespace!="string"){let err475={instancePath:instancePath+
"/spec/analysis/metrics/"+i21+"/templateRef/namespace",schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/properties/templateRef/propert\
ies/namespace/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err475]:vErrors.push(err475),errors++}}else{let err476={
instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/templateRef",schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/properties/tem\
plateRef/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err476]:vErrors.push(err476),errors++}}if(data253.templateVariables!==
void 0){let data265=data253.templateVariables;if(data265&&typeof data265=="object"&&!Array.isArray(data265)){for(let key68 in data265)if(typeof data265[key68]!=
"string"){let err477={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/templateVariables/"+key68.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/p\
roperties/spec/properties/analysis/properties/metrics/items/properties/templateVariables/additionalProperties/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err477]:vErrors.push(err477),errors++}}else{let err478={instancePath:instancePath+"/spec/analysis/metrics/"+i21+"/templ\
ateVariables",schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/properties/templateVariables/type",keyword:"type",params:{type:"object"},
message:"must be object"};vErrors===null?vErrors=[err478]:vErrors.push(err478),errors++}}}else{let err479={instancePath:instancePath+"/spec/analysis/metrics/"+i21,
schemaPath:"#/properties/spec/properties/analysis/properties/metrics/items/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?
vErrors=[err479]:vErrors.push(err479),errors++}}}else{let err480={instancePath:instancePath+"/spec/analysis/metrics",schemaPath:"#/properties/spec/properties/an\
alysis/properties/metrics/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err480]:vErrors.push(err480),errors++}}if(data223.
alerts!==void 0){let data267=data223.alerts;if(Array.isArray(data267)){let len22=data267.length;for(let i22=0;i22<len22;i22++){let data268=data267[i22];if(data268&&
typeof data268=="object"&&!Array.isArray(data268)){if(data268.name===void 0){let err481={instancePath:instancePath+"/spec/analysis/alerts/"+i22,schemaPath:"#/pr\
operties/spec/properties/analysis/properties/alerts/items/required",keyword:"required",params:{missingProperty:"name"},message:"must have required property 'nam\
e'"};vErrors===null?vErrors=[err481]:vErrors.push(err481),errors++}if(data268.providerRef===void 0){let err482={instancePath:instancePath+"/spec/analysis/alerts\
/"+i22,schemaPath:"#/properties/spec/properties/analysis/properties/alerts/items/required",keyword:"required",params:{missingProperty:"providerRef"},message:"mu\
st have required property 'providerRef'"};vErrors===null?vErrors=[err482]:vErrors.push(err482),errors++}for(let key69 in data268)if(!(key69==="name"||key69==="s\
everity"||key69==="providerRef")){let err483={instancePath:instancePath+"/spec/analysis/alerts/"+i22,schemaPath:"#/properties/spec/properties/analysis/propertie\
s/alerts/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key69},message:"must NOT have additional properties"};vErrors===null?
vErrors=[err483]:vErrors.push(err483),errors++}if(data268.name!==void 0&&typeof data268.name!="string"){let err484={instancePath:instancePath+"/spec/analysis/al\
erts/"+i22+"/name",schemaPath:"#/properties/spec/properties/analysis/properties/alerts/items/properties/name/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err484]:vErrors.push(err484),errors++}if(data268.severity!==void 0){let data270=data268.severity;if(typeof data270!="st\
ring"){let err485={instancePath:instancePath+"/spec/analysis/alerts/"+i22+"/severity",schemaPath:"#/properties/spec/properties/analysis/properties/alerts/items/\
properties/severity/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err485]:vErrors.push(err485),errors++}if(!(data270===
""||data270==="info"||data270==="warn"||data270==="error")){let err486={instancePath:instancePath+"/spec/analysis/alerts/"+i22+"/severity",schemaPath:"#/propert\
ies/spec/properties/analysis/properties/alerts/items/properties/severity/enum",keyword:"enum",params:{allowedValues:schema11.properties.spec.properties.analysis.
properties.alerts.items.properties.severity.enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err486]:vErrors.push(err486),errors++}}
if(data268.providerRef!==void 0){let data271=data268.providerRef;if(data271&&typeof data271=="object"&&!Array.isArray(data271)){if(data271.name===void 0){let err487={
instancePath:instancePath+"/spec/analysis/alerts/"+i22+"/providerRef",schemaPath:"#/properties/spec/properties/analysis/properties/alerts/items/properties/provi\
derRef/required",keyword:"required",params:{missingProperty:"name"},message:"must have required property 'name'"};vErrors===null?vErrors=[err487]:vErrors.push(err487),
errors++}for(let key70 in data271)if(!(key70==="name"||key70==="namespace")){let err488={instancePath:instancePath+"/spec/analysis/alerts/"+i22+"/providerRef",schemaPath:"\
#/properties/spec/properties/analysis/properties/alerts/items/properties/providerRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key70},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err488]:vErrors.push(err488),errors++}if(data271.name!==void 0&&typeof data271.name!="str\
ing"){let err489={instancePath:instancePath+"/spec/analysis/alerts/"+i22+"/providerRef/name",schemaPath:"#/properties/spec/properties/analysis/properties/alerts\
/items/properties/providerRef/properties/name/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err489]:vErrors.push(
err489),errors++}if(data271.namespace!==void 0&&typeof data271.namespace!="string"){let err490={instancePath:instancePath+"/spec/analysis/alerts/"+i22+"/provide\
rRef/namespace",schemaPath:"#/properties/spec/properties/analysis/properties/alerts/items/properties/providerRef/properties/namespace/type",keyword:"type",params:{
type:"string"},message:"must be string"};vErrors===null?vErrors=[err490]:vErrors.push(err490),errors++}}else{let err491={instancePath:instancePath+"/spec/analys\
is/alerts/"+i22+"/providerRef",schemaPath:"#/properties/spec/properties/analysis/properties/alerts/items/properties/providerRef/type",keyword:"type",params:{type:"\
object"},message:"must be object"};vErrors===null?vErrors=[err491]:vErrors.push(err491),errors++}}}else{let err492={instancePath:instancePath+"/spec/analysis/al\
erts/"+i22,schemaPath:"#/properties/spec/properties/analysis/properties/alerts/items/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===
null?vErrors=[err492]:vErrors.push(err492),errors++}}}else{let err493={instancePath:instancePath+"/spec/analysis/alerts",schemaPath:"#/properties/spec/propertie\
s/analysis/properties/alerts/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err493]:vErrors.push(err493),errors++}}
if(data223.webhooks!==void 0){let data274=data223.webhooks;if(Array.isArray(data274)){let len23=data274.length;for(let i23=0;i23<len23;i23++){let data275=data274[i23];
if(data275&&typeof data275=="object"&&!Array.isArray(data275)){if(data275.name===void 0){let err494={instancePath:instancePath+"/spec/analysis/webhooks/"+i23,schemaPath:"\
#/properties/spec/properties/analysis/properties/webhooks/items/required",keyword:"required",params:{missingProperty:"name"},message:"must have required propert\
y 'name'"};vErrors===null?vErrors=[err494]:vErrors.push(err494),errors++}if(data275.url===void 0){let err495={instancePath:instancePath+"/spec/analysis/webhooks\
/"+i23,schemaPath:"#/properties/spec/properties/analysis/properties/webhooks/items/required",keyword:"required",params:{missingProperty:"url"},message:"must hav\
e required property 'url'"};vErrors===null?vErrors=[err495]:vErrors.push(err495),errors++}for(let key71 in data275)if(!(key71==="name"||key71==="type"||key71===
"url"||key71==="timeout"||key71==="retries"||key71==="disableTLS"||key71==="muteAlert"||key71==="metadata")){let err496={instancePath:instancePath+"/spec/analys\
is/webhooks/"+i23,schemaPath:"#/properties/spec/properties/analysis/properties/webhooks/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key71},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err496]:vErrors.push(err496),errors++}if(data275.name!==void 0&&typeof data275.name!="str\
ing"){let err497={instancePath:instancePath+"/spec/analysis/webhooks/"+i23+"/name",schemaPath:"#/properties/spec/properties/analysis/properties/webhooks/items/p\
roperties/name/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err497]:vErrors.push(err497),errors++}if(data275.type!==
void 0){let data277=data275.type;if(typeof data277!="string"){let err498={instancePath:instancePath+"/spec/analysis/webhooks/"+i23+"/type",schemaPath:"#/propert\
ies/spec/properties/analysis/properties/webhooks/items/properties/type/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=
[err498]:vErrors.push(err498),errors++}if(!(data277===""||data277==="confirm-rollout"||data277==="pre-rollout"||data277==="rollout"||data277==="confirm-promotio\
n"||data277==="post-rollout"||data277==="event"||data277==="rollback"||data277==="confirm-traffic-increase")){let err499={instancePath:instancePath+"/spec/analy\
sis/webhooks/"+i23+"/type",schemaPath:"#/properties/spec/properties/analysis/properties/webhooks/items/properties/type/enum",keyword:"enum",params:{allowedValues:schema11.
properties.spec.properties.analysis.properties.webhooks.items.properties.type.enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=
[err499]:vErrors.push(err499),errors++}}if(data275.url!==void 0&&typeof data275.url!="string"){let err500={instancePath:instancePath+"/spec/analysis/webhooks/"+
i23+"/url",schemaPath:"#/properties/spec/properties/analysis/properties/webhooks/items/properties/url/type",keyword:"type",params:{type:"string"},message:"must \
be string"};vErrors===null?vErrors=[err500]:vErrors.push(err500),errors++}if(data275.timeout!==void 0){let data279=data275.timeout;if(typeof data279=="string"){
if(!pattern7.test(data279)){let err501={instancePath:instancePath+"/spec/analysis/webhooks/"+i23+"/timeout",schemaPath:"#/properties/spec/properties/analysis/pr\
operties/webhooks/items/properties/timeout/pattern",keyword:"pattern",params:{pattern:"^[0-9]+(m|s)"},message:'must match pattern "^[0-9]+(m|s)"'};vErrors===null?
vErrors=[err501]:vErrors.push(err501),errors++}}else{let err502={instancePath:instancePath+"/spec/analysis/webhooks/"+i23+"/timeout",schemaPath:"#/properties/sp\
ec/properties/analysis/properties/webhooks/items/properties/timeout/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=
[err502]:vErrors.push(err502),errors++}}if(data275.retries!==void 0&&typeof data275.retries!="number"){let err503={instancePath:instancePath+"/spec/analysis/web\
hooks/"+i23+"/retries",schemaPath:"#/properties/spec/properties/analysis/properties/webhooks/items/properties/retries/type",keyword:"type",params:{type:"number"},
message:"must be number"};vErrors===null?vErrors=[err503]:vErrors.push(err503),errors++}if(data275.disableTLS!==void 0&&typeof data275.disableTLS!="boolean"){let err504={
instancePath:instancePath+"/spec/analysis/webhooks/"+i23+"/disableTLS",schemaPath:"#/properties/spec/properties/analysis/properties/webhooks/items/properties/di\
sableTLS/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err504]:vErrors.push(err504),errors++}if(data275.muteAlert!==
void 0&&typeof data275.muteAlert!="boolean"){let err505={instancePath:instancePath+"/spec/analysis/webhooks/"+i23+"/muteAlert",schemaPath:"#/properties/spec/pro\
perties/analysis/properties/webhooks/items/properties/muteAlert/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[
err505]:vErrors.push(err505),errors++}if(data275.metadata!==void 0){let data283=data275.metadata;if(data283&&typeof data283=="object"&&!Array.isArray(data283)){
for(let key72 in data283)if(typeof data283[key72]!="string"){let err506={instancePath:instancePath+"/spec/analysis/webhooks/"+i23+"/metadata/"+key72.replace(/~/g,
"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/analysis/properties/webhooks/items/properties/metadata/additionalProperties/type",keyword:"ty\
pe",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err506]:vErrors.push(err506),errors++}}else{let err507={instancePath:instancePath+"\
/spec/analysis/webhooks/"+i23+"/metadata",schemaPath:"#/properties/spec/properties/analysis/properties/webhooks/items/properties/metadata/type",keyword:"type",params:{
type:"object"},message:"must be object"};vErrors===null?vErrors=[err507]:vErrors.push(err507),errors++}}}else{let err508={instancePath:instancePath+"/spec/analy\
sis/webhooks/"+i23,schemaPath:"#/properties/spec/properties/analysis/properties/webhooks/items/type",keyword:"type",params:{type:"object"},message:"must be obje\
ct"};vErrors===null?vErrors=[err508]:vErrors.push(err508),errors++}}}else{let err509={instancePath:instancePath+"/spec/analysis/webhooks",schemaPath:"#/properti\
es/spec/properties/analysis/properties/webhooks/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err509]:vErrors.push(
err509),errors++}}if(data223.sessionAffinity!==void 0){let data285=data223.sessionAffinity;if(data285&&typeof data285=="object"&&!Array.isArray(data285)){if(data285.
cookieName===void 0){let err510={instancePath:instancePath+"/spec/analysis/sessionAffinity",schemaPath:"#/properties/spec/properties/analysis/properties/session\
Affinity/required",keyword:"required",params:{missingProperty:"cookieName"},message:"must have required property 'cookieName'"};vErrors===null?vErrors=[err510]:
vErrors.push(err510),errors++}for(let key73 in data285)if(!func2.call(schema11.properties.spec.properties.analysis.properties.sessionAffinity.properties,key73)){
let err511={instancePath:instancePath+"/spec/analysis/sessionAffinity",schemaPath:"#/properties/spec/properties/analysis/properties/sessionAffinity/additionalPr\
operties",keyword:"additionalProperties",params:{additionalProperty:key73},message:"must NOT have additional properties"};vErrors===null?vErrors=[err511]:vErrors.
push(err511),errors++}if(data285.cookieName!==void 0&&typeof data285.cookieName!="string"){let err512={instancePath:instancePath+"/spec/analysis/sessionAffinity\
/cookieName",schemaPath:"#/properties/spec/properties/analysis/properties/sessionAffinity/properties/cookieName/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err512]:vErrors.push(err512),errors++}if(data285.primaryCookieName!==void 0&&typeof data285.primaryCookieName!="string"){
let err513={instancePath:instancePath+"/spec/analysis/sessionAffinity/primaryCookieName",schemaPath:"#/properties/spec/properties/analysis/properties/sessionAff\
inity/properties/primaryCookieName/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err513]:vErrors.push(err513),errors++}
if(data285.maxAge!==void 0&&typeof data285.maxAge!="number"){let err514={instancePath:instancePath+"/spec/analysis/sessionAffinity/maxAge",schemaPath:"#/propert\
ies/spec/properties/analysis/properties/sessionAffinity/properties/maxAge/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?vErrors=
[err514]:vErrors.push(err514),errors++}if(data285.domain!==void 0&&typeof data285.domain!="string"){let err515={instancePath:instancePath+"/spec/analysis/sessio\
nAffinity/domain",schemaPath:"#/properties/spec/properties/analysis/properties/sessionAffinity/properties/domain/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err515]:vErrors.push(err515),errors++}if(data285.path!==void 0&&typeof data285.path!="string"){let err516={instancePath:instancePath+
"/spec/analysis/sessionAffinity/path",schemaPath:"#/properties/spec/properties/analysis/properties/sessionAffinity/properties/path/type",keyword:"type",params:{
type:"string"},message:"must be string"};vErrors===null?vErrors=[err516]:vErrors.push(err516),errors++}if(data285.httpOnly!==void 0&&typeof data285.httpOnly!="b\
oolean"){let err517={instancePath:instancePath+"/spec/analysis/sessionAffinity/httpOnly",schemaPath:"#/properties/spec/properties/analysis/properties/sessionAff\
inity/properties/httpOnly/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err517]:vErrors.push(err517),errors++}
if(data285.secure!==void 0&&typeof data285.secure!="boolean"){let err518={instancePath:instancePath+"/spec/analysis/sessionAffinity/secure",schemaPath:"#/proper\
ties/spec/properties/analysis/properties/sessionAffinity/properties/secure/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?
vErrors=[err518]:vErrors.push(err518),errors++}if(data285.sameSite!==void 0){let data293=data285.sameSite;if(typeof data293!="string"){let err519={instancePath:instancePath+
"/spec/analysis/sessionAffinity/sameSite",schemaPath:"#/properties/spec/properties/analysis/properties/sessionAffinity/properties/sameSite/type",keyword:"type",
params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err519]:vErrors.push(err519),errors++}if(!(data293==="Strict"||data293==="Lax"||data293===
"None")){let err520={instancePath:instancePath+"/spec/analysis/sessionAffinity/sameSite",schemaPath:"#/properties/spec/properties/analysis/properties/sessionAff\
inity/properties/sameSite/enum",keyword:"enum",params:{allowedValues:schema11.properties.spec.properties.analysis.properties.sessionAffinity.properties.sameSite.
enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err520]:vErrors.push(err520),errors++}}if(data285.partitioned!==void 0&&typeof data285.
partitioned!="boolean"){let err521={instancePath:instancePath+"/spec/analysis/sessionAffinity/partitioned",schemaPath:"#/properties/spec/properties/analysis/pro\
perties/sessionAffinity/properties/partitioned/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err521]:vErrors.push(
err521),errors++}}else{let err522={instancePath:instancePath+"/spec/analysis/sessionAffinity",schemaPath:"#/properties/spec/properties/analysis/properties/sessi\
onAffinity/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err522]:vErrors.push(err522),errors++}}}else{let err523={
instancePath:instancePath+"/spec/analysis",schemaPath:"#/properties/spec/properties/analysis/type",keyword:"type",params:{type:"object"},message:"must be object"};
vErrors===null?vErrors=[err523]:vErrors.push(err523),errors++}}}else{let err524={instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"\
type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err524]:vErrors.push(err524),errors++}}if(data.status!==void 0){let data295=data.
status;if(data295&&typeof data295=="object"&&!Array.isArray(data295)){for(let key74 in data295)if(!func2.call(schema11.properties.status.properties,key74)){let err525={
instancePath:instancePath+"/status",schemaPath:"#/properties/status/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key74},message:"\
must NOT have additional properties"};vErrors===null?vErrors=[err525]:vErrors.push(err525),errors++}if(data295.phase!==void 0){let data296=data295.phase;if(typeof data296!=
"string"){let err526={instancePath:instancePath+"/status/phase",schemaPath:"#/properties/status/properties/phase/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err526]:vErrors.push(err526),errors++}if(!(data296===""||data296==="Initializing"||data296==="Initialized"||data296==="\
Waiting"||data296==="Progressing"||data296==="WaitingPromotion"||data296==="Promoting"||data296==="Finalising"||data296==="Succeeded"||data296==="Failed"||data296===
"Terminating"||data296==="Terminated")){let err527={instancePath:instancePath+"/status/phase",schemaPath:"#/properties/status/properties/phase/enum",keyword:"en\
um",params:{allowedValues:schema11.properties.status.properties.phase.enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err527]:
vErrors.push(err527),errors++}}if(data295.canaryWeight!==void 0&&typeof data295.canaryWeight!="number"){let err528={instancePath:instancePath+"/status/canaryWei\
ght",schemaPath:"#/properties/status/properties/canaryWeight/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?vErrors=[err528]:
vErrors.push(err528),errors++}if(data295.failedChecks!==void 0&&typeof data295.failedChecks!="number"){let err529={instancePath:instancePath+"/status/failedChec\
ks",schemaPath:"#/properties/status/properties/failedChecks/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?vErrors=[err529]:
vErrors.push(err529),errors++}if(data295.iterations!==void 0&&typeof data295.iterations!="number"){let err530={instancePath:instancePath+"/status/iterations",schemaPath:"\
#/properties/status/properties/iterations/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?vErrors=[err530]:vErrors.push(err530),
errors++}if(data295.lastAppliedSpec!==void 0&&typeof data295.lastAppliedSpec!="string"){let err531={instancePath:instancePath+"/status/lastAppliedSpec",schemaPath:"\
#/properties/status/properties/lastAppliedSpec/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err531]:vErrors.push(
err531),errors++}if(data295.lastPromotedSpec!==void 0&&typeof data295.lastPromotedSpec!="string"){let err532={instancePath:instancePath+"/status/lastPromotedSpe\
c",schemaPath:"#/properties/status/properties/lastPromotedSpec/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err532]:
vErrors.push(err532),errors++}if(data295.lastTrackedRevision!==void 0&&typeof data295.lastTrackedRevision!="string"){let err533={instancePath:instancePath+"/sta\
tus/lastTrackedRevision",schemaPath:"#/properties/status/properties/lastTrackedRevision/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err533]:vErrors.push(err533),errors++}if(data295.trackedConfigs!==void 0){let data303=data295.trackedConfigs;if(data303&&typeof data303=="object"&&
!Array.isArray(data303)){for(let key75 in data303)if(typeof data303[key75]!="string"){let err534={instancePath:instancePath+"/status/trackedConfigs/"+key75.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/status/properties/trackedConfigs/additionalProperties/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err534]:vErrors.push(err534),errors++}}else{let err535={instancePath:instancePath+"/status/trackedConfigs",schemaPath:"\
#/properties/status/properties/trackedConfigs/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err535]:vErrors.push(
err535),errors++}}if(data295.lastTransitionTime!==void 0&&typeof data295.lastTransitionTime!="string"){let err536={instancePath:instancePath+"/status/lastTransi\
tionTime",schemaPath:"#/properties/status/properties/lastTransitionTime/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=
[err536]:vErrors.push(err536),errors++}if(data295.sessionAffinityCookie!==void 0&&typeof data295.sessionAffinityCookie!="string"){let err537={instancePath:instancePath+
"/status/sessionAffinityCookie",schemaPath:"#/properties/status/properties/sessionAffinityCookie/type",keyword:"type",params:{type:"string"},message:"must be st\
ring"};vErrors===null?vErrors=[err537]:vErrors.push(err537),errors++}if(data295.primarySessionAffinityCookie!==void 0&&typeof data295.primarySessionAffinityCookie!=
"string"){let err538={instancePath:instancePath+"/status/primarySessionAffinityCookie",schemaPath:"#/properties/status/properties/primarySessionAffinityCookie/t\
ype",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err538]:vErrors.push(err538),errors++}if(data295.previousSessionAffinityCookie!==
void 0&&typeof data295.previousSessionAffinityCookie!="string"){let err539={instancePath:instancePath+"/status/previousSessionAffinityCookie",schemaPath:"#/prop\
erties/status/properties/previousSessionAffinityCookie/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err539]:vErrors.
push(err539),errors++}if(data295.observedGeneration!==void 0){let data309=data295.observedGeneration;if(!(typeof data309=="number"&&!(data309%1)&&!isNaN(data309))){
let err540={instancePath:instancePath+"/status/observedGeneration",schemaPath:"#/properties/status/properties/observedGeneration/type",keyword:"type",params:{type:"\
integer"},message:"must be integer"};vErrors===null?vErrors=[err540]:vErrors.push(err540),errors++}}if(data295.command!==void 0){let data310=data295.command;if(data310&&
typeof data310=="object"&&!Array.isArray(data310)){for(let key76 in data310)if(!(key76==="text"||key76==="accepted"||key76==="message"||key76==="at")){let err541={
instancePath:instancePath+"/status/command",schemaPath:"#/properties/status/properties/command/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key76},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err541]:vErrors.push(err541),errors++}if(data310.text!==void 0&&typeof data310.text!="str\
ing"){let err542={instancePath:instancePath+"/status/command/text",schemaPath:"#/properties/status/properties/command/properties/text/type",keyword:"type",params:{
type:"string"},message:"must be string"};vErrors===null?vErrors=[err542]:vErrors.push(err542),errors++}if(data310.accepted!==void 0&&typeof data310.accepted!="b\
oolean"){let err543={instancePath:instancePath+"/status/command/accepted",schemaPath:"#/properties/status/properties/command/properties/accepted/type",keyword:"\
type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err543]:vErrors.push(err543),errors++}if(data310.message!==void 0&&typeof data310.
message!="string"){let err544={instancePath:instancePath+"/status/command/message",schemaPath:"#/properties/status/properties/command/properties/message/type",keyword:"\
type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err544]:vErrors.push(err544),errors++}if(data310.at!==void 0&&typeof data310.at!=
"string"){let err545={instancePath:instancePath+"/status/command/at",schemaPath:"#/properties/status/properties/command/properties/at/type",keyword:"type",params:{
type:"string"},message:"must be string"};vErrors===null?vErrors=[err545]:vErrors.push(err545),errors++}}else{let err546={instancePath:instancePath+"/status/comm\
and",schemaPath:"#/properties/status/properties/command/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err546]:vErrors.
push(err546),errors++}}if(data295.leaderEpoch!==void 0){let data315=data295.leaderEpoch;if(!(typeof data315=="number"&&!(data315%1)&&!isNaN(data315))){let err547={
instancePath:instancePath+"/status/leaderEpoch",schemaPath:"#/properties/status/properties/leaderEpoch/type",keyword:"type",params:{type:"integer"},message:"mus\
t be integer"};vErrors===null?vErrors=[err547]:vErrors.push(err547),errors++}}if(data295.conditions!==void 0){let data316=data295.conditions;if(Array.isArray(data316)){
let len24=data316.length;for(let i24=0;i24<len24;i24++){let data317=data316[i24];if(data317&&typeof data317=="object"&&!Array.isArray(data317)){if(data317.type===
void 0){let err548={instancePath:instancePath+"/status/conditions/"+i24,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",
params:{missingProperty:"type"},message:"must have required property 'type'"};vErrors===null?vErrors=[err548]:vErrors.push(err548),errors++}if(data317.status===
void 0){let err549={instancePath:instancePath+"/status/conditions/"+i24,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",
params:{missingProperty:"status"},message:"must have required property 'status'"};vErrors===null?vErrors=[err549]:vErrors.push(err549),errors++}if(data317.reason===
void 0){let err550={instancePath:instancePath+"/status/conditions/"+i24,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",
params:{missingProperty:"reason"},message:"must have required property 'reason'"};vErrors===null?vErrors=[err550]:vErrors.push(err550),errors++}for(let key77 in data317)
if(!(key77==="type"||key77==="status"||key77==="reason"||key77==="message"||key77==="lastUpdateTime"||key77==="lastTransitionTime"||key77==="observedGeneration")){
let err551={instancePath:instancePath+"/status/conditions/"+i24,schemaPath:"#/properties/status/properties/conditions/items/additionalProperties",keyword:"addit\
ionalProperties",params:{additionalProperty:key77},message:"must NOT have additional properties"};vErrors===null?vErrors=[err551]:vErrors.push(err551),errors++}
if(data317.type!==void 0&&typeof data317.type!="string"){let err552={instancePath:instancePath+"/status/conditions/"+i24+"/type",schemaPath:"#/properties/status\
/properties/conditions/items/properties/type/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err552]:vErrors.push(
err552),errors++}if(data317.status!==void 0&&typeof data317.status!="string"){let err553={instancePath:instancePath+"/status/conditions/"+i24+"/status",schemaPath:"\
#/properties/status/properties/conditions/items/properties/status/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[
err553]:vErrors.push(err553),errors++}if(data317.reason!==void 0&&typeof data317.reason!="string"){let err554={instancePath:instancePath+"/status/conditions/"+i24+
"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err554]:vErrors.push(err554),errors++}if(data317.message!==void 0&&typeof data317.message!="string"){let err555={instancePath:instancePath+"/statu\
s/conditions/"+i24+"/message",schemaPath:"#/properties/status/properties/conditions/items/properties/message/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err555]:vErrors.push(err555),errors++}if(data317.lastUpdateTime!==void 0&&typeof data317.lastUpdateTime!="string"){let err556={
instancePath:instancePath+"/status/conditions/"+i24+"/lastUpdateTime",schemaPath:"#/properties/status/properties/conditions/items/properties/lastUpdateTime/type",
keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err556]:vErrors.push(err556),errors++}if(data317.lastTransitionTime!==void 0&&
typeof data317.lastTransitionTime!="string"){let err557={instancePath:instancePath+"/status/conditions/"+i24+"/lastTransitionTime",schemaPath:"#/properties/stat\
us/properties/conditions/items/properties/lastTransitionTime/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err557]:
vErrors.push(err557),errors++}if(data317.observedGeneration!==void 0){let data324=data317.observedGeneration;if(!(typeof data324=="number"&&!(data324%1)&&!isNaN(
data324))){let err558={instancePath:instancePath+"/status/conditions/"+i24+"/observedGeneration",schemaPath:"#/properties/status/properties/conditions/items/pro\
perties/observedGeneration/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err558]:vErrors.push(err558),errors++}}}else{
let err559={instancePath:instancePath+"/status/conditions/"+i24,schemaPath:"#/properties/status/properties/conditions/items/type",keyword:"type",params:{type:"o\
bject"},message:"must be object"};vErrors===null?vErrors=[err559]:vErrors.push(err559),errors++}}}else{let err560={instancePath:instancePath+"/status/conditions",
schemaPath:"#/properties/status/properties/conditions/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err560]:vErrors.
push(err560),errors++}}if(data295.run!==void 0){let data325=data295.run;if(data325&&typeof data325=="object"&&!Array.isArray(data325)){for(let key78 in data325)
if(!func2.call(schema11.properties.status.properties.run.properties,key78)){let err561={instancePath:instancePath+"/status/run",schemaPath:"#/properties/status/\
properties/run/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key78},message:"must NOT have additional properties"};vErrors===null?
vErrors=[err561]:vErrors.push(err561),errors++}if(data325.id!==void 0&&typeof data325.id!="string"){let err562={instancePath:instancePath+"/status/run/id",schemaPath:"\
#/properties/status/properties/run/properties/id/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err562]:vErrors.push(
err562),errors++}if(data325.revision!==void 0&&typeof data325.revision!="string"){let err563={instancePath:instancePath+"/status/run/revision",schemaPath:"#/pro\
perties/status/properties/run/properties/revision/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err563]:vErrors.
push(err563),errors++}if(data325.trackedConfigs!==void 0){let data328=data325.trackedConfigs;if(data328&&typeof data328=="object"&&!Array.isArray(data328)){for(let key79 in data328)
if(typeof data328[key79]!="string"){let err564={instancePath:instancePath+"/status/run/trackedConfigs/"+key79.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/properties/status/properties/run/properties/trackedConfigs/additionalProperties/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err564]:vErrors.push(err564),errors++}}else{let err565={instancePath:instancePath+"/status/run/trackedConfigs",schemaPath:"#/properties/status/pro\
perties/run/properties/trackedConfigs/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err565]:vErrors.push(err565),
errors++}}if(data325.startedAt!==void 0&&typeof data325.startedAt!="string"){let err566={instancePath:instancePath+"/status/run/startedAt",schemaPath:"#/propert\
ies/status/properties/run/properties/startedAt/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err566]:vErrors.push(
err566),errors++}if(data325.stageSince!==void 0&&typeof data325.stageSince!="string"){let err567={instancePath:instancePath+"/status/run/stageSince",schemaPath:"\
#/properties/status/properties/run/properties/stageSince/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err567]:vErrors.
push(err567),errors++}if(data325.steppedAt!==void 0&&typeof data325.steppedAt!="string"){let err568={instancePath:instancePath+"/status/run/steppedAt",schemaPath:"\
#/properties/status/properties/run/properties/steppedAt/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err568]:vErrors.
push(err568),errors++}if(data325.dueAt!==void 0&&typeof data325.dueAt!="string"){let err569={instancePath:instancePath+"/status/run/dueAt",schemaPath:"#/propert\
ies/status/properties/run/properties/dueAt/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err569]:vErrors.push(err569),
errors++}if(data325.intent!==void 0){let data334=data325.intent;if(typeof data334!="string"){let err570={instancePath:instancePath+"/status/run/intent",schemaPath:"\
#/properties/status/properties/run/properties/intent/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err570]:vErrors.
push(err570),errors++}if(!(data334==="advance"||data334==="rollBack"||data334==="finish"||data334==="revert"||data334==="restart"||data334==="handOver")){let err571={
instancePath:instancePath+"/status/run/intent",schemaPath:"#/properties/status/properties/run/properties/intent/enum",keyword:"enum",params:{allowedValues:schema11.
properties.status.properties.run.properties.intent.enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err571]:vErrors.push(err571),
errors++}}if(data325.reason!==void 0&&typeof data325.reason!="string"){let err572={instancePath:instancePath+"/status/run/reason",schemaPath:"#/properties/statu\
s/properties/run/properties/reason/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err572]:vErrors.push(err572),errors++}
if(data325.strategy!==void 0){let data336=data325.strategy;if(typeof data336!="string"){let err573={instancePath:instancePath+"/status/run/strategy",schemaPath:"\
#/properties/status/properties/run/properties/strategy/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err573]:vErrors.
push(err573),errors++}if(!(data336==="canary"||data336==="ab-testing"||data336==="blue-green")){let err574={instancePath:instancePath+"/status/run/strategy",schemaPath:"\
#/properties/status/properties/run/properties/strategy/enum",keyword:"enum",params:{allowedValues:schema11.properties.status.properties.run.properties.strategy.
enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err574]:vErrors.push(err574),errors++}}if(data325.trafficSeq!==void 0){let data337=data325.
trafficSeq;if(!(typeof data337=="number"&&!(data337%1)&&!isNaN(data337))){let err575={instancePath:instancePath+"/status/run/trafficSeq",schemaPath:"#/propertie\
s/status/properties/run/properties/trafficSeq/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err575]:vErrors.push(
err575),errors++}}if(data325.audience!==void 0){let data338=data325.audience;if(typeof data338!="string"){let err576={instancePath:instancePath+"/status/run/aud\
ience",schemaPath:"#/properties/status/properties/run/properties/audience/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=
[err576]:vErrors.push(err576),errors++}if(!(data338==="everyone"||data338==="matched")){let err577={instancePath:instancePath+"/status/run/audience",schemaPath:"\
#/properties/status/properties/run/properties/audience/enum",keyword:"enum",params:{allowedValues:schema11.properties.status.properties.run.properties.audience.
enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err577]:vErrors.push(err577),errors++}}if(data325.mirrored!==void 0&&typeof data325.
mirrored!="boolean"){let err578={instancePath:instancePath+"/status/run/mirrored",schemaPath:"#/properties/status/properties/run/properties/mirrored/type",keyword:"\
type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err578]:vErrors.push(err578),errors++}if(data325.retry!==void 0&&typeof data325.
retry!="boolean"){let err579={instancePath:instancePath+"/status/run/retry",schemaPath:"#/properties/status/properties/run/properties/retry/type",keyword:"type",
params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err579]:vErrors.push(err579),errors++}if(data325.heals!==void 0&&typeof data325.heals!=
"boolean"){let err580={instancePath:instancePath+"/status/run/heals",schemaPath:"#/properties/status/properties/run/properties/heals/type",keyword:"type",params:{
type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err580]:vErrors.push(err580),errors++}if(data325.tick!==void 0){let data342=data325.tick;if(!(typeof data342==
"number"&&!(data342%1)&&!isNaN(data342))){let err581={instancePath:instancePath+"/status/run/tick",schemaPath:"#/properties/status/properties/run/properties/tic\
k/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err581]:vErrors.push(err581),errors++}}if(data325.inconclusive!==
void 0){let data343=data325.inconclusive;if(!(typeof data343=="number"&&!(data343%1)&&!isNaN(data343))){let err582={instancePath:instancePath+"/status/run/incon\
clusive",schemaPath:"#/properties/status/properties/run/properties/inconclusive/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===
null?vErrors=[err582]:vErrors.push(err582),errors++}}if(data325.passedHooks!==void 0){let data344=data325.passedHooks;if(Array.isArray(data344)){let len25=data344.
length;for(let i25=0;i25<len25;i25++)if(typeof data344[i25]!="string"){let err583={instancePath:instancePath+"/status/run/passedHooks/"+i25,schemaPath:"#/proper\
ties/status/properties/run/properties/passedHooks/items/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err583]:vErrors.
push(err583),errors++}}else{let err584={instancePath:instancePath+"/status/run/passedHooks",schemaPath:"#/properties/status/properties/run/properties/passedHook\
s/type",keyword:"type",params:{type:"array"},message:"must be array"};vErrors===null?vErrors=[err584]:vErrors.push(err584),errors++}}if(data325.drainUntil!==void 0&&
typeof data325.drainUntil!="string"){let err585={instancePath:instancePath+"/status/run/drainUntil",schemaPath:"#/properties/status/properties/run/properties/dr\
ainUntil/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err585]:vErrors.push(err585),errors++}if(data325.primaryFloor!==
void 0){let data347=data325.primaryFloor;if(data347&&typeof data347=="object"&&!Array.isArray(data347)){for(let key80 in data347)if(!(key80==="replicas"||key80===
"readyWith"||key80==="until")){let err586={instancePath:instancePath+"/status/run/primaryFloor",schemaPath:"#/properties/status/properties/run/properties/primar\
yFloor/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key80},message:"must NOT have additional properties"};vErrors===null?vErrors=
[err586]:vErrors.push(err586),errors++}if(data347.replicas!==void 0){let data348=data347.replicas;if(!(typeof data348=="number"&&!(data348%1)&&!isNaN(data348))){
let err587={instancePath:instancePath+"/status/run/primaryFloor/replicas",schemaPath:"#/properties/status/properties/run/properties/primaryFloor/properties/repl\
icas/type",keyword:"type",params:{type:"integer"},message:"must be integer"};vErrors===null?vErrors=[err587]:vErrors.push(err587),errors++}}if(data347.readyWith!==
void 0){let data349=data347.readyWith;if(!(typeof data349=="number"&&!(data349%1)&&!isNaN(data349))){let err588={instancePath:instancePath+"/status/run/primaryF\
loor/readyWith",schemaPath:"#/properties/status/properties/run/properties/primaryFloor/properties/readyWith/type",keyword:"type",params:{type:"integer"},message:"\
must be integer"};vErrors===null?vErrors=[err588]:vErrors.push(err588),errors++}}if(data347.until!==void 0&&typeof data347.until!="string"){let err589={instancePath:instancePath+
"/status/run/primaryFloor/until",schemaPath:"#/properties/status/properties/run/properties/primaryFloor/properties/until/type",keyword:"type",params:{type:"stri\
ng"},message:"must be string"};vErrors===null?vErrors=[err589]:vErrors.push(err589),errors++}}else{let err590={instancePath:instancePath+"/status/run/primaryFlo\
or",schemaPath:"#/properties/status/properties/run/properties/primaryFloor/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?
vErrors=[err590]:vErrors.push(err590),errors++}}if(data325.announced!==void 0&&typeof data325.announced!="boolean"){let err591={instancePath:instancePath+"/stat\
us/run/announced",schemaPath:"#/properties/status/properties/run/properties/announced/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===
null?vErrors=[err591]:vErrors.push(err591),errors++}if(data325.lastCheck!==void 0){let data352=data325.lastCheck;if(data352&&typeof data352=="object"&&!Array.isArray(
data352)){for(let key81 in data352)if(!(key81==="verdict"||key81==="metric"||key81==="value"||key81==="bound"||key81==="window"||key81==="reason"||key81==="weig\
ht"||key81==="at")){let err592={instancePath:instancePath+"/status/run/lastCheck",schemaPath:"#/properties/status/properties/run/properties/lastCheck/additional\
Properties",keyword:"additionalProperties",params:{additionalProperty:key81},message:"must NOT have additional properties"};vErrors===null?vErrors=[err592]:vErrors.
push(err592),errors++}if(data352.verdict!==void 0&&typeof data352.verdict!="string"){let err593={instancePath:instancePath+"/status/run/lastCheck/verdict",schemaPath:"\
#/properties/status/properties/run/properties/lastCheck/properties/verdict/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?
vErrors=[err593]:vErrors.push(err593),errors++}if(data352.metric!==void 0&&typeof data352.metric!="string"){let err594={instancePath:instancePath+"/status/run/l\
astCheck/metric",schemaPath:"#/properties/status/properties/run/properties/lastCheck/properties/metric/type",keyword:"type",params:{type:"string"},message:"must\
 be string"};vErrors===null?vErrors=[err594]:vErrors.push(err594),errors++}if(data352.value!==void 0&&typeof data352.value!="number"){let err595={instancePath:instancePath+
"/status/run/lastCheck/value",schemaPath:"#/properties/status/properties/run/properties/lastCheck/properties/value/type",keyword:"type",params:{type:"number"},message:"\
must be number"};vErrors===null?vErrors=[err595]:vErrors.push(err595),errors++}if(data352.bound!==void 0&&typeof data352.bound!="string"){let err596={instancePath:instancePath+
"/status/run/lastCheck/bound",schemaPath:"#/properties/status/properties/run/properties/lastCheck/properties/bound/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err596]:vErrors.push(err596),errors++}if(data352.window!==void 0&&typeof data352.window!="string"){let err597={instancePath:instancePath+
"/status/run/lastCheck/window",schemaPath:"#/properties/status/properties/run/properties/lastCheck/properties/window/type",keyword:"type",params:{type:"string"},
message:"must be string"};vErrors===null?vErrors=[err597]:vErrors.push(err597),errors++}if(data352.reason!==void 0&&typeof data352.reason!="string"){let err598={
instancePath:instancePath+"/status/run/lastCheck/reason",schemaPath:"#/properties/status/properties/run/properties/lastCheck/properties/reason/type",keyword:"ty\
pe",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err598]:vErrors.push(err598),errors++}if(data352.weight!==void 0&&typeof data352.weight!=
"number"){let err599={instancePath:instancePath+"/status/run/lastCheck/weight",schemaPath:"#/properties/status/properties/run/properties/lastCheck/properties/we\
ight/type",keyword:"type",params:{type:"number"},message:"must be number"};vErrors===null?vErrors=[err599]:vErrors.push(err599),errors++}if(data352.at!==void 0&&
typeof data352.at!="string"){let err600={instancePath:instancePath+"/status/run/lastCheck/at",schemaPath:"#/properties/status/properties/run/properties/lastChec\
k/properties/at/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err600]:vErrors.push(err600),errors++}}else{let err601={
instancePath:instancePath+"/status/run/lastCheck",schemaPath:"#/properties/status/properties/run/properties/lastCheck/type",keyword:"type",params:{type:"object"},
message:"must be object"};vErrors===null?vErrors=[err601]:vErrors.push(err601),errors++}}}else{let err602={instancePath:instancePath+"/status/run",schemaPath:"#\
/properties/status/properties/run/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err602]:vErrors.push(err602),errors++}}}else{
let err603={instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===
null?vErrors=[err603]:vErrors.push(err603),errors++}}}else{let err604={instancePath,schemaPath:"#/type",keyword:"type",params:{type:"object"},message:"must be o\
bject"};vErrors===null?vErrors=[err604]:vErrors.push(err604),errors++}return validate10.errors=vErrors,errors===0}var isMetricTemplate=validate11,schema12={type:"\
object",properties:{apiVersion:{const:"flagger.app/v1beta1"},kind:{const:"MetricTemplate"},metadata:{type:"object"},spec:{type:"object",required:["provider","qu\
ery"],properties:{provider:{type:"object",required:["type"],properties:{type:{type:"string",enum:["prometheus","influxdb","datadog","externalmetrics","stackdriv\
er","cloudwatch","newrelic","graphite","dynatrace","keptn","splunk"]},address:{type:"string"},headers:{type:"object",additionalProperties:{type:"array",items:{type:"\
string"}}},secretRef:{type:"object",required:["name"],properties:{name:{type:"string"}},additionalProperties:!1},region:{type:"string"},insecureSkipVerify:{type:"\
boolean"}},additionalProperties:!1},query:{type:"string"}},additionalProperties:!1},status:{type:"object"}},additionalProperties:!1,$id:"MetricTemplate",required:[
"apiVersion","kind","metadata"]};function validate11(data,{instancePath="",parentData,parentDataProperty,rootData=data}={}){let vErrors=null,errors=0;if(data&&typeof data==
"object"&&!Array.isArray(data)){if(data.apiVersion===void 0){let err0={instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty:"apiVersi\
on"},message:"must have required property 'apiVersion'"};vErrors===null?vErrors=[err0]:vErrors.push(err0),errors++}if(data.kind===void 0){let err1={instancePath,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"kind"},message:"must have required property 'kind'"};vErrors===null?vErrors=[err1]:vErrors.push(
err1),errors++}if(data.metadata===void 0){let err2={instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty:"metadata"},message:"must ha\
ve required property 'metadata'"};vErrors===null?vErrors=[err2]:vErrors.push(err2),errors++}for(let key0 in data)if(!(key0==="apiVersion"||key0==="kind"||key0===
"metadata"||key0==="spec"||key0==="status")){let err3={instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key0},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err3]:vErrors.push(err3),errors++}if(data.apiVersion!==void 0&&data.apiVersion!=="flagger\
.app/v1beta1"){let err4={instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue:"flagger.app/v1\
beta1"},message:"must be equal to constant"};vErrors===null?vErrors=[err4]:vErrors.push(err4),errors++}if(data.kind!==void 0&&data.kind!=="MetricTemplate"){let err5={
instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue:"MetricTemplate"},message:"must be equal to constant"};
vErrors===null?vErrors=[err5]:vErrors.push(err5),errors++}if(data.metadata!==void 0){let data2=data.metadata;if(!(data2&&typeof data2=="object"&&!Array.isArray(
data2))){let err6={instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type:"object"},message:"must be object"};
vErrors===null?vErrors=[err6]:vErrors.push(err6),errors++}}if(data.spec!==void 0){let data3=data.spec;if(data3&&typeof data3=="object"&&!Array.isArray(data3)){if(data3.
provider===void 0){let err7={instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty:"provider"},message:"\
must have required property 'provider'"};vErrors===null?vErrors=[err7]:vErrors.push(err7),errors++}if(data3.query===void 0){let err8={instancePath:instancePath+
"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty:"query"},message:"must have required property 'query'"};vErrors===null?
vErrors=[err8]:vErrors.push(err8),errors++}for(let key1 in data3)if(!(key1==="provider"||key1==="query")){let err9={instancePath:instancePath+"/spec",schemaPath:"\
#/properties/spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key1},message:"must NOT have additional properties"};vErrors===
null?vErrors=[err9]:vErrors.push(err9),errors++}if(data3.provider!==void 0){let data4=data3.provider;if(data4&&typeof data4=="object"&&!Array.isArray(data4)){if(data4.
type===void 0){let err10={instancePath:instancePath+"/spec/provider",schemaPath:"#/properties/spec/properties/provider/required",keyword:"required",params:{missingProperty:"\
type"},message:"must have required property 'type'"};vErrors===null?vErrors=[err10]:vErrors.push(err10),errors++}for(let key2 in data4)if(!(key2==="type"||key2===
"address"||key2==="headers"||key2==="secretRef"||key2==="region"||key2==="insecureSkipVerify")){let err11={instancePath:instancePath+"/spec/provider",schemaPath:"\
#/properties/spec/properties/provider/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key2},message:"must NOT have additional pr\
operties"};vErrors===null?vErrors=[err11]:vErrors.push(err11),errors++}if(data4.type!==void 0){let data5=data4.type;if(typeof data5!="string"){let err12={instancePath:instancePath+
"/spec/provider/type",schemaPath:"#/properties/spec/properties/provider/properties/type/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err12]:vErrors.push(err12),errors++}if(!(data5==="prometheus"||data5==="influxdb"||data5==="datadog"||data5==="externalmetrics"||data5==="stackdri\
ver"||data5==="cloudwatch"||data5==="newrelic"||data5==="graphite"||data5==="dynatrace"||data5==="keptn"||data5==="splunk")){let err13={instancePath:instancePath+
"/spec/provider/type",schemaPath:"#/properties/spec/properties/provider/properties/type/enum",keyword:"enum",params:{allowedValues:schema12.properties.spec.properties.
provider.properties.type.enum},message:"must be equal to one of the allowed values"};vErrors===null?vErrors=[err13]:vErrors.push(err13),errors++}}if(data4.address!==
void 0&&typeof data4.address!="string"){let err14={instancePath:instancePath+"/spec/provider/address",schemaPath:"#/properties/spec/properties/provider/properti\
es/address/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err14]:vErrors.push(err14),errors++}if(data4.headers!==
void 0){let data7=data4.headers;if(data7&&typeof data7=="object"&&!Array.isArray(data7))for(let key3 in data7){let data8=data7[key3];if(Array.isArray(data8)){let len0=data8.
length;for(let i0=0;i0<len0;i0++)if(typeof data8[i0]!="string"){let err15={instancePath:instancePath+"/spec/provider/headers/"+key3.replace(/~/g,"~0").replace(/\//g,
"~1")+"/"+i0,schemaPath:"#/properties/spec/properties/provider/properties/headers/additionalProperties/items/type",keyword:"type",params:{type:"string"},message:"\
must be string"};vErrors===null?vErrors=[err15]:vErrors.push(err15),errors++}}else{let err16={instancePath:instancePath+"/spec/provider/headers/"+key3.replace(/~/g,
"~0").replace(/\//g,"~1"),schemaPath:"#/properties/spec/properties/provider/properties/headers/additionalProperties/type",keyword:"type",params:{type:"array"},message:"\
must be array"};vErrors===null?vErrors=[err16]:vErrors.push(err16),errors++}}else{let err17={instancePath:instancePath+"/spec/provider/headers",schemaPath:"#/pr\
operties/spec/properties/provider/properties/headers/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err17]:vErrors.
push(err17),errors++}}if(data4.secretRef!==void 0){let data10=data4.secretRef;if(data10&&typeof data10=="object"&&!Array.isArray(data10)){if(data10.name===void 0){
let err18={instancePath:instancePath+"/spec/provider/secretRef",schemaPath:"#/properties/spec/properties/provider/properties/secretRef/required",keyword:"requir\
ed",params:{missingProperty:"name"},message:"must have required property 'name'"};vErrors===null?vErrors=[err18]:vErrors.push(err18),errors++}for(let key4 in data10)
if(key4!=="name"){let err19={instancePath:instancePath+"/spec/provider/secretRef",schemaPath:"#/properties/spec/properties/provider/properties/secretRef/additio\
nalProperties",keyword:"additionalProperties",params:{additionalProperty:key4},message:"must NOT have additional properties"};vErrors===null?vErrors=[err19]:vErrors.
push(err19),errors++}if(data10.name!==void 0&&typeof data10.name!="string"){let err20={instancePath:instancePath+"/spec/provider/secretRef/name",schemaPath:"#/p\
roperties/spec/properties/provider/properties/secretRef/properties/name/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=
[err20]:vErrors.push(err20),errors++}}else{let err21={instancePath:instancePath+"/spec/provider/secretRef",schemaPath:"#/properties/spec/properties/provider/pro\
perties/secretRef/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err21]:vErrors.push(err21),errors++}}if(data4.region!==
void 0&&typeof data4.region!="string"){let err22={instancePath:instancePath+"/spec/provider/region",schemaPath:"#/properties/spec/properties/provider/properties\
/region/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err22]:vErrors.push(err22),errors++}if(data4.insecureSkipVerify!==
void 0&&typeof data4.insecureSkipVerify!="boolean"){let err23={instancePath:instancePath+"/spec/provider/insecureSkipVerify",schemaPath:"#/properties/spec/prope\
rties/provider/properties/insecureSkipVerify/type",keyword:"type",params:{type:"boolean"},message:"must be boolean"};vErrors===null?vErrors=[err23]:vErrors.push(
err23),errors++}}else{let err24={instancePath:instancePath+"/spec/provider",schemaPath:"#/properties/spec/properties/provider/type",keyword:"type",params:{type:"\
object"},message:"must be object"};vErrors===null?vErrors=[err24]:vErrors.push(err24),errors++}}if(data3.query!==void 0&&typeof data3.query!="string"){let err25={
instancePath:instancePath+"/spec/query",schemaPath:"#/properties/spec/properties/query/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===
null?vErrors=[err25]:vErrors.push(err25),errors++}}else{let err26={instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{
type:"object"},message:"must be object"};vErrors===null?vErrors=[err26]:vErrors.push(err26),errors++}}if(data.status!==void 0){let data15=data.status;if(!(data15&&
typeof data15=="object"&&!Array.isArray(data15))){let err27={instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type:"\
object"},message:"must be object"};vErrors===null?vErrors=[err27]:vErrors.push(err27),errors++}}}else{let err28={instancePath,schemaPath:"#/type",keyword:"type",
params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err28]:vErrors.push(err28),errors++}return validate11.errors=vErrors,errors===0}var isAlertProvider=validate12,
schema13={type:"object",properties:{apiVersion:{const:"flagger.app/v1beta1"},kind:{const:"AlertProvider"},metadata:{type:"object"},spec:{type:"object",oneOf:[{required:[
"type","address"]},{required:["type","secretRef"]}],properties:{type:{type:"string",enum:["slack","msteams","discord","rocket","gchat","webhook"]},channel:{type:"\
string"},username:{type:"string"},address:{type:"string"},proxy:{type:"string"},format:{type:"string",enum:["messageCard","adaptiveCard"]},secretRef:{type:"obje\
ct",required:["name"],properties:{name:{type:"string"}},additionalProperties:!1}},additionalProperties:!1},status:{type:"object"}},additionalProperties:!1,$id:"\
AlertProvider",required:["apiVersion","kind","metadata"]};function validate12(data,{instancePath="",parentData,parentDataProperty,rootData=data}={}){let vErrors=null,
errors=0;if(data&&typeof data=="object"&&!Array.isArray(data)){if(data.apiVersion===void 0){let err0={instancePath,schemaPath:"#/required",keyword:"required",params:{
missingProperty:"apiVersion"},message:"must have required property 'apiVersion'"};vErrors===null?vErrors=[err0]:vErrors.push(err0),errors++}if(data.kind===void 0){
let err1={instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty:"kind"},message:"must have required property 'kind'"};vErrors===null?vErrors=
[err1]:vErrors.push(err1),errors++}if(data.metadata===void 0){let err2={instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty:"metadat\
a"},message:"must have required property 'metadata'"};vErrors===null?vErrors=[err2]:vErrors.push(err2),errors++}for(let key0 in data)if(!(key0==="apiVersion"||key0===
"kind"||key0==="metadata"||key0==="spec"||key0==="status")){let err3={instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key0},
message:"must NOT have additional properties"};vErrors===null?vErrors=[err3]:vErrors.push(err3),errors++}if(data.apiVersion!==void 0&&data.apiVersion!=="flagger\
.app/v1beta1"){let err4={instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue:"flagger.app/v1\
beta1"},message:"must be equal to constant"};vErrors===null?vErrors=[err4]:vErrors.push(err4),errors++}if(data.kind!==void 0&&data.kind!=="AlertProvider"){let err5={
instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue:"AlertProvider"},message:"must be equal to constant"};
vErrors===null?vErrors=[err5]:vErrors.push(err5),errors++}if(data.metadata!==void 0){let data2=data.metadata;if(!(data2&&typeof data2=="object"&&!Array.isArray(
data2))){let err6={instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type:"object"},message:"must be object"};
vErrors===null?vErrors=[err6]:vErrors.push(err6),errors++}}if(data.spec!==void 0){let data3=data.spec,_errs8=errors,valid1=!1,passing0=null,_errs9=errors;if(data3&&
typeof data3=="object"&&!Array.isArray(data3)){if(data3.type===void 0){let err7={instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/oneOf/0/require\
d",keyword:"required",params:{missingProperty:"type"},message:"must have required property 'type'"};vErrors===null?vErrors=[err7]:vErrors.push(err7),errors++}if(data3.
address===void 0){let err8={instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/oneOf/0/required",keyword:"required",params:{missingProperty:"addres\
s"},message:"must have required property 'address'"};vErrors===null?vErrors=[err8]:vErrors.push(err8),errors++}}var _valid0=_errs9===errors;_valid0&&(valid1=!0,
passing0=0);let _errs10=errors;if(data3&&typeof data3=="object"&&!Array.isArray(data3)){if(data3.type===void 0){let err9={instancePath:instancePath+"/spec",schemaPath:"\
#/properties/spec/oneOf/1/required",keyword:"required",params:{missingProperty:"type"},message:"must have required property 'type'"};vErrors===null?vErrors=[err9]:
vErrors.push(err9),errors++}if(data3.secretRef===void 0){let err10={instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/oneOf/1/required",keyword:"r\
equired",params:{missingProperty:"secretRef"},message:"must have required property 'secretRef'"};vErrors===null?vErrors=[err10]:vErrors.push(err10),errors++}}var _valid0=_errs10===
errors;if(_valid0&&valid1?(valid1=!1,passing0=[passing0,1]):_valid0&&(valid1=!0,passing0=1),valid1)errors=_errs8,vErrors!==null&&(_errs8?vErrors.length=_errs8:vErrors=
null);else{let err11={instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/oneOf",keyword:"oneOf",params:{passingSchemas:passing0},message:"must matc\
h exactly one schema in oneOf"};vErrors===null?vErrors=[err11]:vErrors.push(err11),errors++}if(data3&&typeof data3=="object"&&!Array.isArray(data3)){for(let key1 in data3)
if(!(key1==="type"||key1==="channel"||key1==="username"||key1==="address"||key1==="proxy"||key1==="format"||key1==="secretRef")){let err12={instancePath:instancePath+
"/spec",schemaPath:"#/properties/spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key1},message:"must NOT have additional pr\
operties"};vErrors===null?vErrors=[err12]:vErrors.push(err12),errors++}if(data3.type!==void 0){let data4=data3.type;if(typeof data4!="string"){let err13={instancePath:instancePath+
"/spec/type",schemaPath:"#/properties/spec/properties/type/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err13]:
vErrors.push(err13),errors++}if(!(data4==="slack"||data4==="msteams"||data4==="discord"||data4==="rocket"||data4==="gchat"||data4==="webhook")){let err14={instancePath:instancePath+
"/spec/type",schemaPath:"#/properties/spec/properties/type/enum",keyword:"enum",params:{allowedValues:schema13.properties.spec.properties.type.enum},message:"mu\
st be equal to one of the allowed values"};vErrors===null?vErrors=[err14]:vErrors.push(err14),errors++}}if(data3.channel!==void 0&&typeof data3.channel!="string"){
let err15={instancePath:instancePath+"/spec/channel",schemaPath:"#/properties/spec/properties/channel/type",keyword:"type",params:{type:"string"},message:"must \
be string"};vErrors===null?vErrors=[err15]:vErrors.push(err15),errors++}if(data3.username!==void 0&&typeof data3.username!="string"){let err16={instancePath:instancePath+
"/spec/username",schemaPath:"#/properties/spec/properties/username/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=
[err16]:vErrors.push(err16),errors++}if(data3.address!==void 0&&typeof data3.address!="string"){let err17={instancePath:instancePath+"/spec/address",schemaPath:"\
#/properties/spec/properties/address/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err17]:vErrors.push(err17),errors++}
if(data3.proxy!==void 0&&typeof data3.proxy!="string"){let err18={instancePath:instancePath+"/spec/proxy",schemaPath:"#/properties/spec/properties/proxy/type",keyword:"\
type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=[err18]:vErrors.push(err18),errors++}if(data3.format!==void 0){let data9=data3.format;
if(typeof data9!="string"){let err19={instancePath:instancePath+"/spec/format",schemaPath:"#/properties/spec/properties/format/type",keyword:"type",params:{type:"\
string"},message:"must be string"};vErrors===null?vErrors=[err19]:vErrors.push(err19),errors++}if(!(data9==="messageCard"||data9==="adaptiveCard")){let err20={instancePath:instancePath+
"/spec/format",schemaPath:"#/properties/spec/properties/format/enum",keyword:"enum",params:{allowedValues:schema13.properties.spec.properties.format.enum},message:"\
must be equal to one of the allowed values"};vErrors===null?vErrors=[err20]:vErrors.push(err20),errors++}}if(data3.secretRef!==void 0){let data10=data3.secretRef;
if(data10&&typeof data10=="object"&&!Array.isArray(data10)){if(data10.name===void 0){let err21={instancePath:instancePath+"/spec/secretRef",schemaPath:"#/proper\
ties/spec/properties/secretRef/required",keyword:"required",params:{missingProperty:"name"},message:"must have required property 'name'"};vErrors===null?vErrors=
[err21]:vErrors.push(err21),errors++}for(let key2 in data10)if(key2!=="name"){let err22={instancePath:instancePath+"/spec/secretRef",schemaPath:"#/properties/sp\
ec/properties/secretRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:key2},message:"must NOT have additional properties"};vErrors===
null?vErrors=[err22]:vErrors.push(err22),errors++}if(data10.name!==void 0&&typeof data10.name!="string"){let err23={instancePath:instancePath+"/spec/secretRef/n\
ame",schemaPath:"#/properties/spec/properties/secretRef/properties/name/type",keyword:"type",params:{type:"string"},message:"must be string"};vErrors===null?vErrors=
[err23]:vErrors.push(err23),errors++}}else{let err24={instancePath:instancePath+"/spec/secretRef",schemaPath:"#/properties/spec/properties/secretRef/type",keyword:"\
type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err24]:vErrors.push(err24),errors++}}}else{let err25={instancePath:instancePath+"\
/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err25]:vErrors.push(err25),errors++}}
if(data.status!==void 0){let data12=data.status;if(!(data12&&typeof data12=="object"&&!Array.isArray(data12))){let err26={instancePath:instancePath+"/status",schemaPath:"\
#/properties/status/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err26]:vErrors.push(err26),errors++}}}else{let err27={
instancePath,schemaPath:"#/type",keyword:"type",params:{type:"object"},message:"must be object"};vErrors===null?vErrors=[err27]:vErrors.push(err27),errors++}return validate12.
errors=vErrors,errors===0}var alternatives={"Canary#/properties/spec/properties/service/properties/match/items/properties/uri/oneOf":[[],["exact"],["prefix"],["\
regex"]],"Canary#/properties/spec/properties/service/properties/match/items/properties/scheme/oneOf":[[],["exact"],["prefix"],["regex"]],"Canary#/properties/spe\
c/properties/service/properties/match/items/properties/method/oneOf":[[],["exact"],["prefix"],["regex"]],"Canary#/properties/spec/properties/service/properties/\
match/items/properties/authority/oneOf":[[],["exact"],["prefix"],["regex"]],"Canary#/properties/spec/properties/service/properties/match/items/properties/header\
s/additionalProperties/oneOf":[[],["exact"],["prefix"],["regex"]],"Canary#/properties/spec/properties/service/properties/match/items/properties/withoutHeaders/a\
dditionalProperties/oneOf":[[],["exact"],["prefix"],["regex"]],"Canary#/properties/spec/properties/service/properties/match/items/properties/queryParams/additio\
nalProperties/oneOf":[[],["exact"],["prefix"],["regex"]],"Canary#/properties/spec/properties/service/properties/corsPolicy/properties/allowOrigins/items/oneOf":[
["exact"],["prefix"],["regex"]],"Canary#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/oneOf":[["simple"],["consistentHash"]],
"Canary#/properties/spec/properties/service/properties/trafficPolicy/properties/loadBalancer/oneOf/1/properties/consistentHash/oneOf":[["httpHeaderName"],["http\
Cookie"],["useSourceIp"],["httpQueryParameterName"]],"Canary#/properties/spec/properties/analysis/oneOf":[["interval","threshold","iterations"],["interval","thr\
eshold","stepWeight"],["interval","threshold","stepWeights"]],"Canary#/properties/spec/properties/analysis/properties/match/items/properties/headers/additionalP\
roperties/oneOf":[["exact"],["prefix"],["suffix"],["regex"]],"Canary#/properties/spec/properties/analysis/properties/match/items/properties/queryParams/addition\
alProperties/oneOf":[[],["exact"],["prefix"],["regex"]],"AlertProvider#/properties/spec/oneOf":[["type","address"],["type","secretRef"]]};export{alternatives,isAlertProvider,isCanary,isMetricTemplate};
