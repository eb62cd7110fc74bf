{{- define "serinette.name" -}}
{{- default (default .Release.Name .Values.nameOverride) .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "serinette.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "serinette.name" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "serinette.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "serinette.labels" -}}
{{ include "serinette.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{/* Labels with further ones from the values, which win: (list . further). */}}
{{- define "serinette.labelsWith" -}}
{{- $labels := include "serinette.labels" (first .) | fromYaml -}}
{{- toYaml (mergeOverwrite $labels (default dict (last .))) -}}
{{- end -}}

{{/* For values of Flagger's chart that quote its templates, such as its default affinity. */}}
{{- define "flagger.name" -}}
{{- .Chart.Name -}}
{{- end -}}
{{- define "flagger.fullname" -}}
{{- include "serinette.name" . -}}
{{- end -}}

{{- define "serinette.image" -}}
{{- $version := default .Chart.AppVersion .Values.image.tag -}}
{{- printf "%s:%s" .Values.image.repository $version -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end -}}

{{- define "serinette.lease" -}}
{{- default (printf "%s-leader-election" (include "serinette.name" . | trunc 47 | trimSuffix "-")) (.Values.leaderElection).leaseName -}}
{{- end -}}

{{- define "serinette.leaseNamespace" -}}
{{- default .Release.Namespace (.Values.leaderElection).leaseNamespace -}}
{{- end -}}

{{- define "serinette.replicas" -}}
{{- $count := (.Values.leaderElection).replicaCount -}}
{{- ternary 1 $count (kindIs "invalid" $count) -}}
{{- end -}}

{{/* "true", or nothing. */}}
{{- define "serinette.elects" -}}
{{- $enabled := (.Values.leaderElection).enabled -}}
{{- if kindIs "bool" $enabled -}}
{{- ternary "true" "" $enabled -}}
{{- else if gt (include "serinette.replicas" . | int) 1 -}}
true
{{- end -}}
{{- end -}}

{{/* Addresses of receivers, by environment variable: as good as passwords, so they go into a Secret. */}}
{{- define "serinette.addresses" -}}
{{- $slack := default dict .Values.slack -}}
{{- $msteams := default dict .Values.msteams -}}
{{- $addresses := dict -}}
{{- with $slack.url }}{{ $_ := set $addresses "SLACK_URL" . }}{{ end -}}
{{- with default $slack.proxy $slack.proxyUrl }}{{ $_ := set $addresses "SLACK_PROXY_URL" . }}{{ end -}}
{{- with $msteams.url }}{{ $_ := set $addresses "MSTEAMS_URL" . }}{{ end -}}
{{- with $msteams.proxyUrl }}{{ $_ := set $addresses "MSTEAMS_PROXY_URL" . }}{{ end -}}
{{- with .Values.eventWebhook }}{{ $_ := set $addresses "EVENT_WEBHOOK_URL" . }}{{ end -}}
{{- toYaml $addresses -}}
{{- end -}}

{{/* The port that metricsServer leads to. */}}
{{- define "serinette.metricsServerPort" -}}
{{- $url := urlParse .Values.metricsServer -}}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" -}}
{{- default (ternary "443" "80" (eq $url.scheme "https")) $port -}}
{{- end -}}
