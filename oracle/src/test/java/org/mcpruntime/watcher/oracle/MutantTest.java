package org.mcpruntime.watcher.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine goes on changing; {@code ./campaign correlator --mutants} tells whether the oracle notices them. */
class MutantTest {

  static List<Mutant> all() {
    return Mutant.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void canBePutIntoTheEngine(Mutant mutant) throws Exception {
    assertThat(MutantEngine.of(mutant)).isNotNull();
  }
}
