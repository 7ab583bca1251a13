/// What an installation is described by: the Helm chart, alerts and dashboards.
@NullMarked
package io.gostacker.standalone.deploy;

import org.jspecify.annotations.NullMarked;
