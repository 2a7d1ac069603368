package io.dendrite.bench;

import dev.ludovic.netlib.blas.BLAS;
import io.dendrite.math.Blas;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.net.Workspace;
import io.dendrite.nn.Op;
import io.dendrite.nn.Ops;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The ops one by one: time an element and bytes allocated a call, by JMH; and of the compute time
 * of the published network the share that is not spent in matrix products.
 */
final class Kernels {
  private static final int ROWS = 500;

  private Kernels() {}

  static void kernels(Workbench bench) throws Exception {
    List<RunResult> results = new ArrayList<>();
    results.addAll(run(LayerKernel.class, Ops.layers()));
    results.addAll(run(LossKernel.class, Ops.losses()));
    for (RunResult result : results) {
      String[] path = result.getParams().getBenchmark().split("\\.");
      String name = "kernels." + result.getParams().getParam("op") + "." + path[path.length - 1];
      double perElement = result.getPrimaryResult().getScore();
      bench.report.figure(name, perElement, "ns an element");
      double elements = result.getParams().getOpsPerInvocation();
      double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore() * elements;
      bench.report.figure(
          name + "Bytes", Math.rint(bytes), "bytes allocated a call (a few are the harness's)");
    }
    for (String unit : new String[] {"sigmoid", "tanh", "relu"}) {
      share(bench, unit);
    }
  }

  /** A kernel with every op that users can name. */
  private static Collection<RunResult> run(Class<?> kernel, Collection<? extends Op<?>> ops)
      throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(Pattern.quote(kernel.getName()) + "\\.")
            .param("op", names(ops))
            .mode(org.openjdk.jmh.annotations.Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(500))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).run();
  }

  static String[] names(Collection<? extends Op<?>> ops) {
    return ops.stream().filter(op -> !op.internal()).map(Op::name).toArray(String[]::new);
  }

  private static void share(Workbench bench, String unit) throws Exception {
    int[] widths = Workbench.LARGE;
    Net net = new Net(NetSpec.of(Loop.layers(widths, unit), "softmax", true), widths[0], 10);
    long[] inProducts = new long[1];
    Blas timed = new Blas(timed(bench.library.netlib(), inProducts));
    Workspace workspace = new Workspace(net, true, false, false, ROWS, timed);
    System.arraycopy(Gemm.random(workspace.x.length), 0, workspace.x, 0, workspace.x.length);
    float[] w = net.init(1);
    float[] g = new float[w.length];
    Turns turns = new Turns();
    turns.add(
        () -> {
          inProducts[0] = 0;
          long start = System.nanoTime();
          for (int i = 0; i < 5; i++) {
            workspace.gradient(w, g, ROWS, 0, false, 1);
          }
          long all = System.nanoTime() - start;
          return 100.0 * (all - inProducts[0]) / all;
        });
    turns.run(9);
    bench.report.figure(
        "kernels.elementwise." + unit,
        turns.median(0),
        String.format(Locale.ROOT, "%% of the compute time of %d rows is outside gemm", ROWS));
  }

  /** The same routines; the time of each call is added up. */
  private static BLAS timed(BLAS kernels, long[] nanoseconds) {
    return (BLAS)
        Proxy.newProxyInstance(
            BLAS.class.getClassLoader(),
            new Class<?>[] {BLAS.class},
            (proxy, method, arguments) -> {
              long start = System.nanoTime();
              try {
                return method.invoke(kernels, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                nanoseconds[0] += System.nanoTime() - start;
              }
            });
  }
}
