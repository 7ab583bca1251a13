package io.gostacker.standalone;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// All four services in one process.
@SpringBootApplication
public class StandaloneApplication {

  /// Starts it.
  public static void main(String[] args) {
    SpringApplication.run(StandaloneApplication.class, args);
  }
}
