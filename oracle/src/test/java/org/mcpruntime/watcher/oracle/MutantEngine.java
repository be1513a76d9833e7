package org.mcpruntime.watcher.oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** The engine with one file of its sources changed, compiled in memory beside the sound one. */
final class MutantEngine extends ClassLoader {

  private static final String ENGINE = "org.mcpruntime.watcher.correlator.engine.";
  private static final Path SOURCES =
      Path.of("../correlator/src/main/java", ENGINE.replace('.', '/'));

  private final Map<String, byte[]> changed;

  private MutantEngine(Map<String, byte[]> changed) {
    super(MutantEngine.class.getClassLoader());
    this.changed = Map.copyOf(changed);
  }

  /** @throws IllegalStateException when the mutant's text is not there exactly once, or does not compile */
  // The class is loaded a second time, so only the platform's types are common to both.
  @SuppressWarnings("unchecked")
  static BiFunction<List<Oracle.Entry>, IntPredicate, List<Incident>> of(Mutant mutant)
      throws IOException, ReflectiveOperationException {
    String source = Files.readString(SOURCES.resolve(mutant.file() + ".java"));
    int at = source.indexOf(mutant.text());
    if (at < 0 || source.indexOf(mutant.text(), at + 1) >= 0) {
      throw new IllegalStateException(
          mutant.file() + ".java does not hold exactly once: " + mutant.text());
    }
    String mutated = source.replace(mutant.text(), mutant.replacement());
    MutantEngine loader = new MutantEngine(compiled(mutant.file(), mutated));
    return (BiFunction<List<Oracle.Entry>, IntPredicate, List<Incident>>)
        loader.loadClass(EngineRun.class.getName()).getDeclaredConstructor().newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(ENGINE) && !name.startsWith(EngineRun.class.getName())) {
      return super.loadClass(name, resolve);
    }
    Class<?> known = findLoadedClass(name);
    return known == null ? define(name) : known;
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = changed.get(name);
    if (bytes == null) {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        bytes = in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private static Map<String, byte[]> compiled(String file, String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    StringWriter problems = new StringWriter();
    try (JavaFileManager files =
        new InMemory(compiler.getStandardFileManager(null, null, null), classes)) {
      boolean done = compiler
          .getTask(
              problems,
              files,
              null,
              List.of("-proc:none", "-cp", System.getProperty("java.class.path")),
              null,
              List.of(new Source(file, source)))
          .call();
      if (!done) {
        throw new IllegalStateException(file + ".java: " + problems);
      }
    }
    Map<String, byte[]> bytes = new HashMap<>();
    classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
    return bytes;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(URI.create("memory:///" + file + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          classes.put(name, out);
          return out;
        }
      };
    }
  }
}
