package org.mcpruntime.watcher.collector.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageSizeTest {
  private final PageSize size = new PageSize();

  @Test
  void keepsPagesNearTheirTarget() {
    // Given
    assertThat(size.limit()).isEqualTo(100);

    // When: objects of 1 KiB, of 40 KiB, of 1 MiB, of 8 MiB
    size.saw(100, 100 << 10);
    int small = size.limit();
    size.saw(100, 4_000 << 10);
    int medium = size.limit();
    size.saw(100, 100 << 20);
    int large = size.limit();
    size.saw(2, 16 << 20);
    int huge = size.limit();

    // Then
    assertThat(small).isEqualTo(500);
    assertThat(medium).isEqualTo(102);
    assertThat(large).isEqualTo(4);
    assertThat(huge).isEqualTo(1);
  }

  @Test
  void learnsNothingFromAnEmptyPage() {
    // When
    size.saw(0, 100);

    // Then
    assertThat(size.limit()).isEqualTo(100);
  }
}
