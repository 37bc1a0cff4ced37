import { type Context, context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ProgressEvent } from '../../context.js';
import { version } from '../../version.js';
import type { WorkerEvent } from './event.js';

/** Traces of a worker: one for each release, with a part for each stage. */
export interface Traces {
  told(event: WorkerEvent): void;
  /** What a verification of `name@version` tells of itself. */
  progress(spec: string, event: ProgressEvent): void;
  close(): Promise<void>;
}

/** A release at work. */
interface Open {
  whole: Span;
  within: Context;
  stage: { name: string; span: Span } | null;
}

/**
 * Sends traces as OpenTelemetry's own variables say (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_HEADERS`…); null where none of them names a place, and
 * nothing of OpenTelemetry's is loaded then.
 */
export async function workerTraces(worker: string, env: NodeJS.ProcessEnv): Promise<Traces | null> {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT && !env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return null;
  const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': env.OTEL_SERVICE_NAME ?? 'reprove-worker',
      'service.version': version,
      'service.instance.id': worker,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  return tracesWith(provider);
}

/** The same with a provider of one's own. */
function tracesWith(provider: { getTracer: typeof trace.getTracer; shutdown(): Promise<void> }): Traces {
  const tracer = provider.getTracer('reprove', version);
  const open = new Map<string, Open>();
  return {
    told(event) {
      if (!('job' in event)) return;
      const { name, version: released, attempt, queue } = event.job;
      const spec = `${name}@${released}`;
      if (event.kind === 'taken') {
        const whole = tracer.startSpan('verify', {
          attributes: { 'reprove.release': spec, 'reprove.attempt': attempt, 'reprove.queue': queue },
        });
        open.set(spec, { whole, within: trace.setSpan(context.active(), whole), stage: null });
        return;
      }
      const one = open.get(spec);
      if (one === undefined) return;
      open.delete(spec);
      one.stage?.span.end();
      one.whole.setAttribute('reprove.ended', event.kind);
      if (event.kind === 'settled')
        one.whole.setAttributes({ 'reprove.verdict': event.verdict, 'reprove.reused': event.reused });
      if (event.kind === 'failed') {
        one.whole.setAttribute('reprove.error', event.code);
        one.whole.setStatus({ code: SpanStatusCode.ERROR, message: event.message.slice(0, 500) });
      }
      one.whole.end();
    },
    progress(spec, { stage, message, detail }) {
      const one = open.get(spec);
      if (one === undefined) return;
      if (one.stage?.name !== stage) {
        one.stage?.span.end();
        one.stage = { name: stage, span: tracer.startSpan(stage, {}, one.within) };
      }
      if (detail !== true) one.stage.span.addEvent(message.slice(0, 500));
    },
    close: () => provider.shutdown(),
  };
}
