/// What every REST face of the suite shares: the caller, problems, request limits.
@NullMarked
package io.gostacker.common.web;

import org.jspecify.annotations.NullMarked;
